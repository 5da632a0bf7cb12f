package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * One open file, read at any place by any number of threads. Not a file channel, because interrupting one of its
 * readers would close that for all of them.
 */
final class FileBytes implements Closeable {
    private static final int BLOCK = 1 << 18;
    /** Entries lie side by side and are mostly read in their order: of small ones several are read at once. */
    private static final int WINDOW = 1 << 16;

    private final RandomAccessFile file;
    private final long size;
    private byte[] window = {};
    private long windowAt;

    FileBytes(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        size = file.length();
    }

    long size() {
        return size;
    }

    byte[] read(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(at, bytes, 0, length);
        return bytes;
    }

    void read(long at, byte[] into, int from, int length) throws IOException {
        synchronized (file) {
            if (length >= WINDOW) {
                readFile(at, into, from, length);
                return;
            }
            if (at < windowAt || at + length > windowAt + window.length) {
                int ahead = (int) Math.min(WINDOW, size - at);
                if (ahead < length) {
                    throw new EOFException("there is no such part of the file");
                }
                byte[] read = window.length == ahead ? window : new byte[ahead];
                // which is none until all of it was read
                window = new byte[0];
                readFile(at, read, 0, ahead);
                window = read;
                windowAt = at;
            }
            System.arraycopy(window, (int) (at - windowAt), into, from, length);
        }
    }

    private void readFile(long at, byte[] into, int from, int length) throws IOException {
        file.seek(at);
        int done = 0;
        while (done < length) {
            int n = file.read(into, from + done, length - done);
            if (n < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            done += n;
        }
    }

    /** SHA-256 of the bytes before {@code end}. */
    String sha256(long end) throws IOException {
        MessageDigest sha = Sha256.start();
        byte[] block = new byte[(int) Math.min(BLOCK, end)];
        for (long at = 0; at < end; at += block.length) {
            int length = (int) Math.min(block.length, end - at);
            read(at, block, 0, length);
            sha.update(block, 0, length);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
