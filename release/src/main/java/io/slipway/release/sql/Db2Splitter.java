package io.slipway.release.sql;

import java.io.Reader;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts as the Db2 command line does with {@code -t}: a semicolon ends a statement, or what the comment {@code --#SET
 * TERMINATOR x} names. That comment and commands to the command line itself are directives.
 */
final class Db2Splitter extends ScriptSplitter {
    private static final String SET_TERMINATOR = "--#SET TERMINATOR";

    private static final Set<String> COMMANDS =
            Set.of("ATTACH", "CONNECT", "DETACH", "DISCONNECT", "ECHO", "LIST", "QUIT", "TERMINATE");

    Db2Splitter(Reader reader) {
        super(Dialect.DB2, reader);
        lexer.terminator(";");
    }

    @Override
    protected boolean isBlank(Token token) {
        return super.isBlank(token) && !setsTerminator(token);
    }

    private boolean setsTerminator(Token token) {
        return token == Token.COMMENT && lexer.text().toUpperCase(Locale.ROOT).startsWith(SET_TERMINATOR);
    }

    @Override
    protected Piece piece(Token first) {
        if (first == Token.COMMENT) {
            String terminator = lexer.text().substring(SET_TERMINATOR.length()).strip();
            Piece piece = directiveLine(lexer.start);
            lexer.terminator(terminator.isEmpty() ? ";" : terminator);
            return piece;
        }
        boolean command = first == Token.WORD && COMMANDS.contains(lexer.keyword())
                || first == Token.SYMBOL && lexer.symbol() == '!';
        for (Token token = first; ; token = lexer.next()) {
            if (token == Token.END || token == Token.TERMINATOR) {
                int sqlEnd = token == Token.END ? in.pos : lexer.start;
                return command ? in.take(Piece.Type.DIRECTIVE, in.mark, sqlEnd) : statement(sqlEnd);
            }
        }
    }
}
