package io.slipway.server;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.store.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One server at a time has a data folder with an embedded database: two would both be the only node, and run what the
 * other one has begun. The operating system's lock ends with the process, however that ends.
 */
public final class OnlyServer implements Closeable {
    private final FileChannel file;

    private OnlyServer(FileChannel file) {
        this.file = file;
    }

    /**
     * @param folder made where it is not there yet
     * @throws SlipwayException {@code store-in-use}
     */
    public static OnlyServer in(Path folder) {
        try {
            PrivateFiles.closeFolder(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(file)) {
                file.close();
                throw SlipwayException.of(
                        ErrorCode.STORE_IN_USE,
                        "Another server runs on the data folder " + folder + ".",
                        "Stop it first, or name another folder with --data. Several servers at a time need a PostgreSQL"
                                + " database: --database.");
            }
            return new OnlyServer(file);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** A data folder that is a file, or is not ours. */
    static SlipwayException unusable(Path folder, IOException why) {
        return SlipwayException.of(
                        ErrorCode.SETTING_INVALID,
                        "The data folder " + folder + " cannot be made or written: " + why + ".",
                        "Name a folder that is this user's with --data.")
                .causedBy(why);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
