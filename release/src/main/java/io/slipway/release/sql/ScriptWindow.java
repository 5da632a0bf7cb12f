package io.slipway.release.sql;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The part of a script that is in memory: the piece being read and what the reader has already delivered beyond it.
 *
 * <p>Indexes into {@link #chars} stay valid until {@link #take} closes the piece; {@link #more} may replace the array.
 * A line ends with LF, so that CR LF counts once and a lone CR, which no client here takes for a line end, not at all.
 */
final class ScriptWindow {
    /** Enough for a good read, little enough to stay in the processor's cache. */
    private static final int SIZE = 1 << 16;
    /** Most scripts are small, and many. */
    private static final int FIRST = 1 << 12;

    private final Reader reader;
    private boolean exhausted;
    private long offset;
    private int line = 1;
    private int column = 1;
    private boolean lineFresh = true;

    char[] chars;
    /** Where the current piece starts. */
    int mark;
    /** The next character to be read. */
    int pos;
    /** The first index that holds no character yet. */
    int end;

    ScriptWindow(Reader reader) {
        this(reader, FIRST);
    }

    ScriptWindow(Reader reader, int size) {
        this.reader = reader;
        this.chars = new char[size];
    }

    /** Reads on; false at the end of the script. */
    boolean more() {
        if (exhausted) {
            return false;
        }
        if (end == chars.length) {
            chars = Arrays.copyOf(chars, Math.max(chars.length * 2, Math.min(SIZE, chars.length * 16)));
        }
        try {
            int count = reader.read(chars, end, chars.length - end);
            if (count < 0) {
                exhausted = true;
                return false;
            }
            end += count;
            return count > 0 || more();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The character at this index, or -1 beyond the end of the script. */
    int at(int index) {
        while (index >= end) {
            if (!more()) {
                return -1;
            }
        }
        return chars[index];
    }

    boolean startsWith(int index, char[] text) {
        for (int i = 0; i < text.length; i++) {
            if (at(index + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** The index of the next LF from here, or of the end of the script. */
    int lineEnd(int from) {
        int index = from;
        do {
            while (index < end) {
                if (chars[index] == '\n') {
                    return index;
                }
                index++;
            }
        } while (more());
        return end;
    }

    /** The index after the line that holds this index, its line end included. */
    int nextLine(int from) {
        int index = lineEnd(from);
        return index < end ? index + 1 : end;
    }

    /** Is there nothing but white space from the start of its line to this index? */
    boolean firstOnLine(int index) {
        for (int i = index - 1; i >= mark; i--) {
            if (chars[i] == '\n') {
                return true;
            }
            if (!isBlank(chars[i])) {
                return false;
            }
        }
        return lineFresh;
    }

    boolean atScriptStart(int index) {
        return offset == 0 && index == mark;
    }

    String text(int from, int to) {
        return new String(chars, from, to - from);
    }

    /** Like {@link #text}, less the white space at both ends. */
    String trimmed(int from, int to) {
        int first = from;
        int last = to;
        while (first < last && isBlank(chars[first])) {
            first++;
        }
        while (last > first && isBlank(chars[last - 1])) {
            last--;
        }
        return text(first, last);
    }

    SplitException refuse(String message, int index) {
        int lines = 0;
        int lineStart = -1;
        for (int i = mark; i < index; i++) {
            if (chars[i] == '\n') {
                lines++;
                lineStart = i + 1;
            }
        }
        return new SplitException(message, line + lines, lineStart < 0 ? column + index - mark : index - lineStart + 1);
    }

    /** Closes the piece at {@link #pos} and starts the next one there; its own text lies between two indexes. */
    Piece take(Piece.Type type, int sqlFrom, int sqlTo) {
        int first = sqlFrom;
        int last = sqlTo;
        while (first < last && isBlank(chars[first])) {
            first++;
        }
        while (last > first && isBlank(chars[last - 1])) {
            last--;
        }
        String text = text(mark, pos);
        return close(new Piece(type, text, text.substring(first - mark, last - mark), offset, line, column));
    }

    /** Like {@link #take(Piece.Type, int, int)}, for a piece whose own text is not simply a part of it. */
    Piece take(Piece.Type type, String sql) {
        return close(new Piece(type, text(mark, pos), sql, offset, line, column));
    }

    private Piece close(Piece piece) {
        lineFresh = firstOnLine(pos);
        String text = piece.text();
        int lineStart = 0;
        for (int lf = text.indexOf('\n'); lf >= 0; lf = text.indexOf('\n', lineStart)) {
            line++;
            lineStart = lf + 1;
        }
        column = lineStart == 0 ? column + text.length() : text.length() - lineStart + 1;
        offset += text.length();
        mark = pos;
        if (pos > chars.length / 2) {
            System.arraycopy(chars, pos, chars, 0, end - pos);
            end -= pos;
            pos = 0;
            mark = 0;
        }
        return piece;
    }

    static boolean isBlank(int c) {
        return c >= 0 && c <= ' ' || c == '\uFEFF';
    }
}
