package io.slipway.release.script;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A stretch of a file.
 *
 * @param start offset of the first byte
 * @param size number of bytes
 */
record FileText(Path file, long start, long size) implements ScriptText {
    /** Small scripts get a smaller one: of ten thousand, making the buffers would take longest. */
    private static final int LARGEST_BUFFER = 1 << 16;

    @Override
    public InputStream open() throws IOException {
        int buffer = (int) Math.max(1, Math.min(LARGEST_BUFFER, size));
        InputStream in = new BufferedInputStream(Files.newInputStream(file), buffer);
        in.skipNBytes(start);
        return new Limited(in, size);
    }

    /** Ends after a number of bytes. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            int b = super.read();
            left -= b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int n = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(n, 0);
            return n;
        }
    }
}
