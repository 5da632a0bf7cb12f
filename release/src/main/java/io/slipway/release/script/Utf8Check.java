package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.nio.charset.Charset;

/**
 * Strict UTF-8 in one pass (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF). Lines end
 * with LF; columns count characters (code points) from 1, a leading byte-order mark apart.
 */
final class Utf8Check {
    private final String path;
    /** How many bytes went before the current chunk. */
    private long before;

    private int line = 1;
    private long lineStart;
    /** Bytes of the current line that begin no character. */
    private long continuations;

    /** Continuation bytes still to come, and the range of the next one. */
    private int missing;

    private int low;
    private int high;
    /** First byte of the character being read. */
    private int lead;

    private long leadAt;
    private int read;
    /** Its bytes so far. */
    private int character;

    Utf8Check(String path) {
        this.path = path;
    }

    void update(byte[] bytes, int from, int length) {
        int end = from + length;
        int i = from;
        while (i < end) {
            byte b = bytes[i];
            if (missing > 0) {
                continuation(b & 0xFF);
            } else if (b >= 0) {
                if (b == '\n') {
                    line++;
                    lineStart = before + (i - from) + 1;
                    continuations = 0;
                }
            } else {
                lead(b & 0xFF, before + (i - from));
            }
            i++;
        }
        before += length;
    }

    void finish() {
        if (missing > 0) {
            throw bad("the text ends in the middle of a character");
        }
    }

    private void lead(int b, long at) {
        lead = b;
        leadAt = at;
        read = 0;
        character = b;
        low = 0x80;
        high = 0xBF;
        if (b >= 0xC2 && b <= 0xDF) {
            missing = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            missing = 2;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            missing = 3;
            low = b == 0xF0 ? 0x90 : 0x80;
            high = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            throw bad("byte 0x%02X is not UTF-8".formatted(b));
        }
    }

    private void continuation(int b) {
        if (b < low || b > high) {
            throw bad("byte 0x%02X begins no UTF-8 character".formatted(lead));
        }
        low = 0x80;
        high = 0xBF;
        missing--;
        read++;
        character = character << 8 | b;
        if (missing == 0) {
            boolean mark = leadAt == 0 && character == 0xEFBBBF;
            continuations += mark ? 3 : read;
        }
    }

    private SlipwayException bad(String what) {
        int column = (int) Math.min(Integer.MAX_VALUE, leadAt - lineStart - continuations + 1);
        return SlipwayException.of(
                        ErrorCode.SCRIPT_ENCODING,
                        "%s: %s (line %d, column %d, byte offset %d)".formatted(path, what, line, column, leadAt),
                        help())
                .at(new Location(path, line, column));
    }

    private String help() {
        if (leadAt == 0 && (lead == 0xFF || lead == 0xFE)) {
            return "The file looks like UTF-16. Save it as UTF-8.";
        }
        Charset western = Charset.forName("windows-1252");
        String there = new String(new byte[] {(byte) lead}, western);
        return "Save the file as UTF-8."
                + (Character.isLetter(there.codePointAt(0))
                        ? " In Windows-1252 that byte is " + there + ", so the file may have been saved so."
                        : "");
    }
}
