package io.slipway.database.postgresql;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a server sends, as long as an answer to one request is no larger than it may be. The driver makes room for a whole
 * row, or a whole error message, before it reads it; so the lengths of messages are looked at as they pass by. Inside of
 * TLS they cannot be seen, and only what has come is counted.
 *
 * <p>Messages are a letter and a length of four bytes that counts itself: "Message Formats" in PostgreSQL's manual. What
 * comes before the first is the answer to the question whether the server speaks TLS: one letter alone.
 */
final class BoundedAnswers extends FilterInputStream {
    private static final int HEADER = 5;
    private final long most;
    private long came;
    private boolean begun;
    private boolean opaque;
    private int inHeader;
    private long announced;
    private long left;

    /** The answer is larger than it may be; the connection is of no use after that. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long most) {
            super("The answer is larger than " + (most >> 20) + " MB");
        }
    }

    /** @param most in bytes, of one answer */
    BoundedAnswers(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    /** Something was sent: what comes from here on is another answer. */
    void asked() {
        came = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = in.read(into, from, length);
        if (read > 0) {
            came += read;
            if (came > most) {
                throw new TooLarge(most);
            }
            look(into, from, read);
        }
        return read;
    }

    private void look(byte[] bytes, int from, int count) throws TooLarge {
        int at = from;
        int end = from + count;
        while (at < end && !opaque) {
            if (left > 0) {
                int passed = (int) Math.min(left, end - at);
                left -= passed;
                at += passed;
            } else if (begun || inHeader > 0) {
                header(bytes[at++]);
            } else {
                first(bytes[at++]);
            }
        }
    }

    /** The server's first letter: no TLS, TLS from here on, or its first message. */
    private void first(byte letter) {
        if (letter == 'S' || letter == 'G') {
            opaque = true;
        } else if (letter != 'N') {
            begun = true;
            inHeader = 1;
        }
    }

    private void header(byte next) throws TooLarge {
        if (inHeader > 0) {
            announced = announced << 8 | next & 0xFF;
        }
        if (++inHeader == HEADER) {
            left = announced - Integer.BYTES;
            inHeader = 0;
            announced = 0;
            if (left > most) {
                throw new TooLarge(most);
            }
        }
    }

    /** The driver skips what it has no room for, and would do so for ever at the end. */
    @Override
    public long skip(long count) throws IOException {
        byte[] away = new byte[(int) Math.min(count, 8192)];
        int skipped = read(away, 0, away.length);
        if (skipped < 0) {
            throw new EOFException("The connection ended.");
        }
        return skipped;
    }
}
