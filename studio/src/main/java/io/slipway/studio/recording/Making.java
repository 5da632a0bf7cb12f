package io.slipway.studio.recording;

import io.slipway.release.error.SlipwayException;
import io.slipway.studio.text.OutputFolder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that are put in place together once all of them are whole: whoever stops half-way keeps what was there before.
 * They are made in a folder within the one where they go, so that they are on its disk; each making has its own, so that
 * two at the same time do not meet, and the later is what stays.
 */
public final class Making {
    private static final String PREFIX = ".making-";
    /** The folder may be shared with another machine, whose processes cannot be seen. */
    private static final Duration OLD = Duration.ofDays(1);

    private Making() {}

    /** Whoever makes the files, in the folder that is given. */
    public interface Work {
        void make(Path folder) throws IOException;
    }

    /**
     * @param target where the files go in the end; those of the same names are replaced, all others stay. Made when it is
     *     not there
     * @throws SlipwayException {@code folder-unwritable}, and what the work throws; the target is as it was then
     */
    public static void into(Path target, Work work) {
        boolean before = Files.exists(target);
        try {
            Files.createDirectories(target);
            sweep(target);
            Path folder = Files.createTempDirectory(
                    target, PREFIX + ProcessHandle.current().pid() + "-");
            try {
                work.make(folder);
                put(folder, target);
            } catch (RuntimeException e) {
                // asked before the folder goes, whose files are what fills the disk
                throw OutputFolder.told(target, e);
            } catch (IOException e) {
                throw OutputFolder.unwritable(target, e);
            } finally {
                delete(folder);
                if (!before) {
                    deleteEmpty(target);
                }
            }
        } catch (IOException e) {
            throw OutputFolder.unwritable(target, e);
        }
    }

    private static void put(Path folder, Path target) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Takes away what killed processes left. */
    private static void sweep(Path target) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(target)) {
            left = files.filter(Making::isLeft).toList();
        }
        for (Path folder : left) {
            delete(folder);
        }
    }

    private static boolean isLeft(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.matches("\\.making-\\d{1,18}-\\d+")) {
            return false;
        }
        long process = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
        try {
            return ProcessHandle.of(process).isEmpty()
                    && Files.getLastModifiedTime(folder)
                            .toInstant()
                            .isBefore(Instant.now().minus(OLD));
        } catch (IOException e) {
            // another takes it away at this moment
            return false;
        }
    }

    private static void deleteEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // there is something in it, as there should be
            return;
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
