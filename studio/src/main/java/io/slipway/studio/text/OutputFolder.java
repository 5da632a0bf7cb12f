package io.slipway.studio.text;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The folder that somebody names for what is made: whether it takes files, and what is said when it does not. */
public final class OutputFolder {
    /** With less than that no film can be begun; a program that ended for lack of room leaves at most a block or two. */
    private static final long NO_ROOM = 1 << 20;

    private OutputFolder() {}

    /**
     * Asked before minutes are spent on what goes there; makes the folder. Rights alone do not tell: of some file systems
     * only a try does.
     *
     * @throws SlipwayException {@code folder-unwritable}
     */
    public static void check(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".slipway-", ".try"));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** What somebody is told of files that could not be written there. */
    public static SlipwayException unwritable(Path folder, IOException why) {
        return (isFull(folder) ? full(folder) : refused(folder, reason(why))).causedBy(why);
    }

    /**
     * What is told of a failure while something was made there: programs of others that have no room left often end without
     * saying why.
     */
    public static RuntimeException told(Path folder, RuntimeException failure) {
        boolean another = failure instanceof SlipwayException known && known.code() != ErrorCode.SCENARIO_FAILED;
        return !another && isFull(folder) ? full(folder).causedBy(failure) : failure;
    }

    private static boolean isFull(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                return false;
            }
            FileStore disk = Files.getFileStore(folder);
            // those of the system itself have no room at all
            return disk.getTotalSpace() > 0 && disk.getUsableSpace() < NO_ROOM;
        } catch (IOException e) {
            // then it is not known, and what failed is told as it is
            return false;
        }
    }

    private static SlipwayException full(Path folder) {
        return SlipwayException.of(
                ErrorCode.FOLDER_UNWRITABLE,
                "There is no room left on the disk of " + folder + ".",
                "Make room there, or name another folder. A film or a clip that was there before is kept.");
    }

    private static SlipwayException refused(Path folder, String why) {
        return SlipwayException.of(
                ErrorCode.FOLDER_UNWRITABLE,
                "Nothing can be written to " + folder + ": " + why + ".",
                "See to its rights, or name another folder.");
    }

    private static String reason(IOException why) {
        if (why instanceof FileAlreadyExistsException taken) {
            return taken.getFile() + " is a file";
        }
        if (why instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be written by you";
        }
        if (why instanceof NoSuchFileException missing) {
            return missing.getFile() + " cannot be made";
        }
        return why instanceof FileSystemException known && known.getReason() != null
                ? known.getFile() + ", " + known.getReason()
                : why.toString();
    }
}
