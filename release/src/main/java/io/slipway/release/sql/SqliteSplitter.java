package io.slipway.release.sql;

import java.io.Reader;

/**
 * Cuts as {@code sqlite3_complete} and the sqlite3 shell do: a semicolon ends a statement, but CREATE TRIGGER ends only
 * with {@code ; END ;}. Between statements a line that starts with {@code .} is a command to the shell and one that
 * starts with {@code #} a comment; a line that holds only {@code /} or {@code go} stands for a semicolon.
 *
 * <p>A dot command may be indented here, where the shell would send it to the engine and fail. The shell reads CR LF as
 * LF, within strings too, and so does what is sent.
 */
final class SqliteSplitter extends ScriptSplitter {
    /** The states of {@code sqlite3_complete} that differ in what ends the statement. */
    private enum State {
        START,
        EXPLAIN,
        CREATE,
        PLAIN,
        TRIGGER,
        TRIGGER_SEMICOLON,
        TRIGGER_END
    }

    SqliteSplitter(Reader reader) {
        super(Dialect.SQLITE, reader);
        lexer.terminator(";");
    }

    @Override
    protected Piece statement(int sqlEnd) {
        return statementWithLineFeeds(sqlEnd);
    }

    @Override
    protected Piece piece(Token first) {
        if (first == Token.SYMBOL && in.firstOnLine(lexer.start)) {
            if (lexer.symbol() == '.') {
                return directiveLine(lexer.start);
            }
            if (lexer.symbol() == '#') {
                in.pos = in.nextLine(in.pos);
                return blank();
            }
        }
        State state = State.START;
        for (Token token = first; ; token = lexer.next()) {
            if (token == Token.END) {
                return statement(in.pos);
            }
            if (token == Token.SPACE || token == Token.COMMENT) {
                continue;
            }
            boolean ends = state != State.TRIGGER && state != State.TRIGGER_SEMICOLON;
            if (ends && isTerminatorLine(token)) {
                in.pos = in.nextLine(in.pos);
                return lexer.start == in.mark ? blank() : statement(lexer.start);
            }
            if (ends && token == Token.TERMINATOR) {
                return statement(lexer.start);
            }
            state = after(state, token);
        }
    }

    private boolean isTerminatorLine(Token token) {
        return (token == Token.SYMBOL && lexer.symbol() == '/' || token == Token.WORD && lexer.is("GO"))
                && aloneOnLine();
    }

    private State after(State state, Token token) {
        return switch (state) {
            case START -> token == Token.WORD && lexer.is("EXPLAIN") ? State.EXPLAIN : createOr(State.PLAIN, token);
            // EXPLAIN QUERY PLAN CREATE …
            case EXPLAIN -> createOr(State.EXPLAIN, token);
            case CREATE -> {
                if (token == Token.WORD && (lexer.is("TEMP") || lexer.is("TEMPORARY"))) {
                    yield State.CREATE;
                }
                yield token == Token.WORD && lexer.is("TRIGGER") ? State.TRIGGER : State.PLAIN;
            }
            case PLAIN -> State.PLAIN;
            case TRIGGER, TRIGGER_END -> token == Token.TERMINATOR ? State.TRIGGER_SEMICOLON : State.TRIGGER;
            case TRIGGER_SEMICOLON -> {
                if (token == Token.TERMINATOR) {
                    yield State.TRIGGER_SEMICOLON;
                }
                yield token == Token.WORD && lexer.is("END") ? State.TRIGGER_END : State.TRIGGER;
            }
        };
    }

    private State createOr(State other, Token token) {
        return token == Token.WORD && lexer.is("CREATE") ? State.CREATE : other;
    }
}
