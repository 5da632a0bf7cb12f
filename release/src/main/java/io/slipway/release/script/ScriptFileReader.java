package io.slipway.release.script;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.sql.CommentLines;
import io.slipway.release.sql.Dialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads one script file once, in constant memory: its header, and where its rollback section begins. A small one is
 * opened only once, whatever else is then found out about it: there may be ten thousand.
 */
final class ScriptFileReader {
    private static final int LONGEST_COMMENT = 8192;
    private static final int BUFFER = 8192;
    /** In bytes: larger ones are read again where they lie. */
    private static final int SMALL = 1 << 16;

    private ScriptFileReader() {}

    /**
     * @param rollback the section from {@code -- slipway rollback:} on
     * @param blank nothing but white space stands in {@code text}
     * @param blankRollback nor after the line with which the rollback section begins
     */
    record Read(ScriptHeader header, Part text, Optional<Part> rollback, boolean blank, boolean blankRollback) {}

    /**
     * A part of the file.
     *
     * @param text as it lies there
     * @param seen the same, as it was when the file was read
     */
    record Part(ScriptText text, ScriptText seen) {}

    private interface Stretch {
        ScriptText of(long start, long size);
    }

    /** @param size of the file, in bytes */
    static Read read(Path file, long size, String shown, Dialect dialect) {
        Stretch there = (start, length) -> new FileText(file, start, length);
        try {
            if (size > SMALL) {
                return read(size, there, there, shown, dialect);
            }
            byte[] bytes = Files.readAllBytes(file);
            Stretch seen = (start, length) -> new BytesText(bytes, (int) start, (int) length);
            return read(bytes.length, there, seen, shown, dialect);
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.SCRIPT_UNREADABLE, "The script cannot be read: " + e.getMessage(), "")
                    .at(Location.of(shown))
                    .causedBy(e);
        }
    }

    private static Read read(long size, Stretch there, Stretch seen, String shown, Dialect dialect) throws IOException {
        ScriptText whole = seen.of(0, size);
        HeaderReader header = new HeaderReader(shown);
        try (Comments comments = new Comments(whole, dialect);
                InputStream in = whole.open()) {
            Lines lines = new Lines(shown, header, comments);
            byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    lines.accept(buffer[i]);
                }
            }
            lines.end();
            long end = lines.rollbackAt < 0 ? lines.offset : lines.rollbackAt;
            return new Read(
                    header.header(),
                    new Part(there.of(0, end), seen.of(0, end)),
                    lines.rollbackAt < 0
                            ? Optional.empty()
                            : Optional.of(
                                    new Part(there.of(end, lines.offset - end), seen.of(end, lines.offset - end))),
                    lines.blank,
                    lines.blankRollback);
        }
    }

    /** Whether the comments of a script are real ones; it is opened again when that is first asked. */
    private static final class Comments implements AutoCloseable {
        private final ScriptText script;
        private final Dialect dialect;
        private Optional<Reader> reader = Optional.empty();
        private Optional<CommentLines> lines = Optional.empty();

        Comments(ScriptText script, Dialect dialect) {
            this.script = script;
            this.dialect = dialect;
        }

        boolean comment(int line) throws IOException {
            if (lines.isEmpty()) {
                Reader opened = script.reader();
                reader = Optional.of(opened);
                lines = Optional.of(new CommentLines(dialect, opened));
            }
            return lines.get().comment(line);
        }

        @Override
        public void close() throws IOException {
            if (reader.isPresent()) {
                reader.get().close();
            }
        }
    }

    /** Puts lines together, keeping only those that may be comments of interest. */
    private static final class Lines {
        private final String shown;
        private final HeaderReader header;
        private final Comments comments;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long offset;
        private long lineStart;
        private int number = 1;
        private int column;
        private long rollbackAt = -1;
        private boolean blank = true;
        private boolean blankRollback = true;

        Lines(String shown, HeaderReader header, Comments comments) {
            this.shown = shown;
            this.header = header;
            this.comments = comments;
        }

        void accept(byte b) throws IOException {
            offset++;
            if (b == 0) {
                throw nul();
            }
            if ((b & 0xC0) != 0x80) {
                column++;
            }
            if (b == '\n') {
                endLine();
                lineStart = offset;
                column = 0;
                number++;
            } else if (line.size() < LONGEST_COMMENT && (!header.ended() || mayBeMarker(b))) {
                line.write(b);
            }
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n' && !byteOrderMark(b)) {
                if (rollbackAt < 0) {
                    blank = false;
                } else {
                    blankRollback = false;
                }
            }
        }

        /** SQLite would end the statement there without a word, and PostgreSQL refuse it only when it runs. */
        private SlipwayException nul() {
            return SlipwayException.of(
                            ErrorCode.SCRIPT_ENCODING,
                            "A NUL byte stands there; databases cut the text off at it, or refuse it.",
                            "Remove it. Was the script saved as UTF-16? Save it as UTF-8.")
                    .at(new Location(shown, number, column + 1));
        }

        private boolean byteOrderMark(byte b) {
            return offset <= 3 && (b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF);
        }

        /** Once the header is over, only lines that start with {@code --} need keeping. */
        private boolean mayBeMarker(byte b) {
            return line.size() >= 2 || (b == '-' && line.size() == offset - 1 - lineStart);
        }

        private void endLine() throws IOException {
            if (line.size() > 0) {
                String text = line.toString(StandardCharsets.UTF_8);
                if (number == 1 && text.startsWith("\uFEFF")) {
                    text = text.substring(1);
                }
                if (rollbackAt < 0) {
                    if (HeaderReader.ROLLBACK.matcher(text.strip()).matches() && comments.comment(number)) {
                        rollbackAt = lineStart;
                    } else if (!header.ended()) {
                        header.line(number, text);
                    }
                }
                line.reset();
            } else if (!header.ended()) {
                header.line(number, "");
            }
        }

        void end() throws IOException {
            endLine();
        }
    }
}
