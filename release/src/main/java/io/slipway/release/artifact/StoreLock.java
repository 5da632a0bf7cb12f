package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to add an artifact to a folder, held by one process at a time for as long as writing takes. It is the
 * operating system's lock on a file, so it ends with whoever holds it; the file goes away with it.
 */
public final class StoreLock implements Closeable {
    private static final String NAME = ".packaging.lock";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws SlipwayException {@code artifact-unwritable} when the folder can't be written to or stays locked */
    static StoreLock take(Path folder) {
        Path file = folder.resolve(NAME);
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            Files.createDirectories(folder);
            while (System.nanoTime() < until) {
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                if (locked(channel) != null && stillNamed(file, channel)) {
                    return new StoreLock(file, channel);
                }
                channel.close();
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.ARTIFACT_UNWRITABLE,
                            folder + " cannot be written to: " + e,
                            "See that this user may write there and that the disk has room.")
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw SlipwayException.of(
                ErrorCode.ARTIFACT_UNWRITABLE,
                "Another packaging has been writing into " + folder + " for too long.",
                "See that it ends, then package again.");
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            // far behind the mark: where locks are binding, others must be able to read that
            return channel.tryLock(1 << 20, 1, false);
        } catch (OverlappingFileLockException e) {
            // another thread of this process has it
            return null;
        }
    }

    /** The one before may have removed the file between our opening and locking it; then nobody else would see ours. */
    private static boolean stillNamed(Path file, FileChannel channel) throws IOException {
        String mark = UUID.randomUUID().toString();
        channel.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)), 0);
        try (FileChannel named = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer read = ByteBuffer.allocate(mark.length());
            named.read(read);
            return new String(read.array(), StandardCharsets.US_ASCII).equals(mark);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // an empty file that stays is no lock
        }
    }
}
