package io.slipway.release.sql;

import java.io.Reader;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells of the lines of a script whether a comment begins there: what looks like one in a string, in a block comment or
 * among the rows of a {@code COPY} is none. Reads no further than it is asked.
 */
public final class CommentLines {
    private final Dialect dialect;
    private final Splitter pieces;
    private final Set<Integer> comments = new HashSet<>();
    private int line = 1;
    private boolean readable = true;

    public CommentLines(Dialect dialect, Reader script) {
        this.dialect = dialect;
        this.pieces = Splitters.of(dialect, script);
    }

    /**
     * Where the script cannot be cut, it is taken for one: whoever runs the script is told why.
     *
     * @param wanted a line that begins like a comment, from 1; no smaller than the one before
     */
    public boolean comment(int wanted) {
        try {
            while (readable && line <= wanted && pieces.hasNext()) {
                Piece piece = pieces.next();
                int end = piece.line()
                        + (int) piece.text().chars().filter(c -> c == '\n').count();
                if (end >= wanted && (piece.type() == Piece.Type.STATEMENT || piece.type() == Piece.Type.BLANK)) {
                    read(piece);
                }
                // where the next piece begins, be it on the same line
                line = end;
            }
        } catch (SplitException e) {
            readable = false;
        }
        return !readable || comments.contains(wanted);
    }

    private void read(Piece piece) {
        String text = piece.text();
        Lexer lexer = new Lexer(new ScriptWindow(new StringReader(text)), Syntax.of(dialect));
        lexer.leading = piece.type() == Piece.Type.BLANK;
        int at = piece.line();
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (token == Token.COMMENT) {
                comments.add(at);
            }
            at += (int) lexer.text().chars().filter(c -> c == '\n').count();
        }
    }
}
