package io.slipway.release.script;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The digest that tells one version of a script from another, taken in one pass with a strict check that the bytes are
 * UTF-8. Frozen for ever, because every history holds it:
 *
 * <ul>
 *   <li>one byte-order mark at the very beginning is not counted;
 *   <li>a CR right before an LF is not counted, so that CRLF and LF are the same; any other CR stays;
 *   <li>nothing else is touched: not the last line end, not white space, not the Unicode form.
 * </ul>
 *
 * The digest is SHA-256 of what is left, as lower-case hex.
 */
public final class TextDigest {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] CR = {'\r'};

    private final Utf8Check utf8;
    private final MessageDigest raw = Sha256.start();
    /** The same object as {@link #raw} for as long as nothing was left out, so that most texts are hashed only once. */
    private MessageDigest text = raw;

    private final byte[] head = new byte[MARK.length];
    private int headLength;
    private boolean headDone;
    private boolean pendingCr;

    /** @param path what to call the text in an error */
    public TextDigest(String path) {
        utf8 = new Utf8Check(path);
    }

    /** @throws SlipwayException {@code script-encoding} with line and column; {@code script-unreadable} */
    public static String of(ScriptText text, String path) {
        TextDigest digest = new TextDigest(path);
        try (InputStream in = text.open()) {
            // one that is larger than a small script takes longer to make than the script to read
            byte[] buffer = new byte[(int) Math.min(1 << 16, text.size() + 1)];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNREADABLE,
                            path + " cannot be read: " + e.getMessage(),
                            "See that the file is still there and that you may read it.")
                    .at(Location.of(path))
                    .causedBy(e);
        }
        return digest.finish().text();
    }

    /** The digest of a text that needs no name in errors. */
    public static String of(ScriptText text) {
        return of(text, "the script");
    }

    /**
     * @param text the digest, without byte-order mark and with line ends as LF
     * @param bytes SHA-256 of the bytes as they are
     */
    public record Digests(String text, String bytes) {}

    /** Takes the next bytes. */
    public void update(byte[] bytes, int from, int length) {
        utf8.update(bytes, from, length);
        int at = from;
        int end = from + length;
        if (!headDone) {
            while (headLength < MARK.length && at < end) {
                head[headLength++] = bytes[at++];
            }
            if (headLength < MARK.length) {
                return;
            }
            takeHead();
        }
        take(bytes, at, end);
    }

    /** Says that there are no more bytes. */
    public Digests finish() {
        utf8.finish();
        if (!headDone) {
            takeHead();
        }
        if (pendingCr) {
            keepPendingCr();
        }
        boolean same = text == raw;
        String bytes = HexFormat.of().formatHex(raw.digest());
        return new Digests(same ? bytes : HexFormat.of().formatHex(text.digest()), bytes);
    }

    private void takeHead() {
        headDone = true;
        if (headLength == MARK.length && Arrays.equals(head, MARK)) {
            text = Sha256.start();
            raw.update(MARK);
        } else {
            take(head, 0, headLength);
        }
    }

    private void take(byte[] bytes, int from, int end) {
        if (from == end) {
            return;
        }
        if (pendingCr) {
            if (bytes[from] == '\n') {
                pendingCr = false;
                part();
                raw.update(CR);
            } else {
                keepPendingCr();
            }
        }
        int run = from;
        for (int i = from; i < end; i++) {
            if (bytes[i] != '\r') {
                continue;
            }
            if (i + 1 == end) {
                both(bytes, run, i);
                pendingCr = true;
                return;
            }
            if (bytes[i + 1] == '\n') {
                both(bytes, run, i);
                part();
                raw.update(CR);
                run = i + 1;
            }
        }
        both(bytes, run, end);
    }

    private void keepPendingCr() {
        pendingCr = false;
        both(CR, 0, 1);
    }

    private void both(byte[] bytes, int from, int end) {
        raw.update(bytes, from, end - from);
        if (text != raw) {
            text.update(bytes, from, end - from);
        }
    }

    /** From here on the text is no longer the same as the bytes. */
    private void part() {
        if (text == raw) {
            try {
                text = (MessageDigest) raw.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
            }
        }
    }
}
