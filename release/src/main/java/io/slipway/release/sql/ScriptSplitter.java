package io.slipway.release.sql;

import java.io.Reader;
import java.util.NoSuchElementException;

/** What all dialects share: blank stretches, the end of the script, and how a piece is closed. */
abstract class ScriptSplitter implements Splitter {
    /** A longer stretch without a statement comes as several pieces, to be held in little memory. */
    private static final int LONGEST_BLANK = 1 << 16;

    private final Dialect dialect;
    protected final ScriptWindow in;
    protected final Lexer lexer;

    protected ScriptSplitter(Dialect dialect, Reader reader) {
        this.dialect = dialect;
        in = new ScriptWindow(reader);
        lexer = new Lexer(in, Syntax.of(dialect));
    }

    /**
     * Reads one piece that is not blank. Its first token has just been read and is neither white space, comment,
     * terminator nor the end.
     */
    protected abstract Piece piece(Token first);

    @Override
    public final boolean hasNext() {
        return in.at(in.pos) >= 0;
    }

    @Override
    public Piece next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        lexer.leading = true;
        Token token;
        do {
            token = lexer.next();
            if (isBlank(token) && in.pos - in.mark >= LONGEST_BLANK) {
                return blank();
            }
        } while (isBlank(token));
        lexer.leading = false;
        if (lexer.start > in.mark) {
            in.pos = lexer.start;
            return blank();
        }
        return readable(piece(token));
    }

    /** Refuses a statement after which strings would end elsewhere than the lexer takes them to. */
    private Piece readable(Piece piece) {
        if (piece.type() == Piece.Type.STATEMENT) {
            Backslashes.otherSetting(dialect, piece.sql()).ifPresent(setting -> {
                throw new SplitException(
                        setting + " makes strings end elsewhere than where scripts are cut: remove it, and write the"
                                + " strings that rely on it so that they do without",
                        piece.line(),
                        piece.column());
            });
        }
        return piece;
    }

    /** Can this token stand in a blank stretch? A terminator without a statement can: clients skip it. */
    protected boolean isBlank(Token token) {
        return token == Token.SPACE || token == Token.COMMENT || token == Token.TERMINATOR;
    }

    protected final Piece blank() {
        return in.take(Piece.Type.BLANK, "");
    }

    /** The stretch up to {@code pos} as a statement whose own text ends before the given index. */
    protected Piece statement(int sqlEnd) {
        return in.take(Piece.Type.STATEMENT, in.mark, sqlEnd);
    }

    /** Like {@link #statement}, for clients that read CR LF as LF, in strings too. */
    protected final Piece statementWithLineFeeds(int sqlEnd) {
        Piece piece = in.take(Piece.Type.STATEMENT, in.mark, sqlEnd);
        return piece.sql().indexOf('\r') < 0
                ? piece
                : new Piece(
                        piece.type(),
                        piece.text(),
                        piece.sql().replace("\r\n", "\n"),
                        piece.offset(),
                        piece.line(),
                        piece.column());
    }

    /** The stretch up to {@code pos} as a directive whose own text starts at the given index. */
    protected final Piece directive(int from) {
        return in.take(Piece.Type.DIRECTIVE, from, in.pos);
    }

    /** The stretch up to the end of the line that holds the given index, as a directive that starts there. */
    protected final Piece directiveLine(int from) {
        in.pos = in.nextLine(from);
        return directive(from);
    }

    /** Is the latest token all there is on its line? */
    protected final boolean aloneOnLine() {
        if (!in.firstOnLine(lexer.start)) {
            return false;
        }
        int end = in.lineEnd(in.pos);
        return in.trimmed(in.pos, end).isEmpty();
    }
}
