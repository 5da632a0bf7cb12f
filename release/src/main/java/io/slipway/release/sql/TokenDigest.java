package io.slipway.release.sql;

import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script's identity: SHA-256 over its tokens, so that comments and layout may change and nothing else may.
 *
 * <p>The format is frozen. Artifacts and histories hold these digests, so a change here is a new class with a new first
 * line, never an edit. The bytes hashed are:
 *
 * <ol>
 *   <li>the line {@code slipway tokens 1} and LF, in ASCII;
 *   <li>for each STATEMENT piece: each token of its {@code sql} that is neither white space nor comment, as its text in
 *       UTF-8 and the byte FF; then the byte FE;
 *   <li>for each DIRECTIVE piece: its {@code text} without the characters up to U+0020 at both ends (no interpretation, so inner white
 *       space counts) and the bytes FF FD;
 *   <li>for each unbroken run of COPY_DATA pieces: their text and the bytes FF FC, however they were chunked;
 *   <li>nothing for BLANK and COPY_END.
 * </ol>
 *
 * <p>In all texts CR LF counts as LF, and a surrogate without its partner as {@code ?}. None of the bytes FC to FF
 * occurs in UTF-8. Case counts. A terminator does not, so a last statement may gain its semicolon.
 *
 * <p>A token is what {@link Lexer} takes for one, with quotes and prefix, and adjoining symbols make one token as
 * {@link Operators} says. Numbers keep their spelling. MySQL's {@code /*! … *}{@code /} is ordinary tokens and its
 * optimizer hint {@code /*+ … *}{@code /} is one token; elsewhere a hint is a comment.
 */
public final class TokenDigest {
    private static final byte[] FORMAT = "slipway tokens 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte TOKEN = (byte) 0xFF;
    private static final byte STATEMENT = (byte) 0xFE;
    private static final byte DIRECTIVE = (byte) 0xFD;
    private static final byte ROWS = (byte) 0xFC;

    private final Dialect dialect;
    private final Operators operators;
    private final MessageDigest sha256 = sha256();
    private final byte[] buffer = new byte[8192];
    private int filled;

    private TokenDigest(Dialect dialect) {
        this.dialect = dialect;
        this.operators = Operators.of(dialect);
    }

    /**
     * @return 64 lower-case hexadecimal digits
     * @throws SplitException when the script cannot be cut
     */
    public static String of(Dialect dialect, Reader script) {
        return new TokenDigest(dialect).over(Splitters.of(dialect, script));
    }

    private String over(Splitter pieces) {
        sha256.update(FORMAT);
        boolean inRows = false;
        while (pieces.hasNext()) {
            Piece piece = pieces.next();
            if (inRows && piece.type() != Piece.Type.COPY_DATA) {
                put(TOKEN);
                put(ROWS);
                inRows = false;
            }
            switch (piece.type()) {
                case STATEMENT -> statement(piece.sql());
                case DIRECTIVE -> {
                    put(piece.text().trim());
                    put(TOKEN);
                    put(DIRECTIVE);
                }
                case COPY_DATA -> {
                    put(piece.text());
                    inRows = true;
                }
                case BLANK, COPY_END -> {}
            }
        }
        if (inRows) {
            put(TOKEN);
            put(ROWS);
        }
        sha256.update(buffer, 0, filled);
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void statement(String sql) {
        ScriptWindow in = new ScriptWindow(new StringReader(sql), Math.min(sql.length() + 1, 1 << 16));
        Lexer lexer = new Lexer(in, Syntax.of(dialect));
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (token == Token.SPACE || token == Token.COMMENT) {
                continue;
            }
            if (token == Token.SYMBOL) {
                in.pos = operators.end(in, lexer.start);
            }
            put(in.chars, lexer.start, in.pos);
            put(TOKEN);
        }
        put(STATEMENT);
    }

    private void put(String text) {
        put(text.toCharArray(), 0, text.length());
    }

    private void put(char[] text, int from, int to) {
        int i = from;
        while (i < to) {
            int room = Math.min(to - i, buffer.length - filled);
            int at = filled;
            char c;
            for (int last = i + room; i < last && (c = text[i]) < 0x80 && c != '\r'; i++) {
                buffer[at++] = (byte) c;
            }
            filled = at;
            if (i < to) {
                i = putOther(text, i, to);
            }
        }
    }

    /** Puts a character that is not simply its own byte, or for which there was no room; the index behind it. */
    private int putOther(char[] text, int i, int to) {
        char c = text[i];
        if (c < 0x80) {
            if (c != '\r' || i + 1 == to || text[i + 1] != '\n') {
                put((byte) c);
            }
        } else if (c < 0x800) {
            put((byte) (0xC0 | c >> 6));
            put((byte) (0x80 | c & 0x3F));
        } else if (!Character.isSurrogate(c)) {
            put((byte) (0xE0 | c >> 12));
            put((byte) (0x80 | c >> 6 & 0x3F));
            put((byte) (0x80 | c & 0x3F));
        } else if (i + 1 < to && Character.isSurrogatePair(c, text[i + 1])) {
            int point = Character.toCodePoint(c, text[i + 1]);
            put((byte) (0xF0 | point >> 18));
            put((byte) (0x80 | point >> 12 & 0x3F));
            put((byte) (0x80 | point >> 6 & 0x3F));
            put((byte) (0x80 | point & 0x3F));
            return i + 2;
        } else {
            put((byte) '?');
        }
        return i + 1;
    }

    private void put(byte b) {
        if (filled == buffer.length) {
            sha256.update(buffer, 0, filled);
            filled = 0;
        }
        buffer[filled++] = b;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
