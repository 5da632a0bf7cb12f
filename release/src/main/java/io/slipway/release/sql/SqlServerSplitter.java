package io.slipway.release.sql;

import java.io.Reader;
import java.util.Set;

/**
 * Cuts as sqlcmd does: a batch goes on to a line that holds only {@code GO}; lines that start with {@code :r},
 * {@code :setvar} and their like, or with {@code !!}, are directives.
 *
 * <p>{@code GO 5} would run the batch five times: the batch is a statement, the line a directive of its own. A batch
 * that starts with {@code USE} is a directive, because it would leave the target.
 */
final class SqlServerSplitter extends ScriptSplitter {
    private static final Set<String> COMMANDS = Set.of(
            "CONNECT",
            "ED",
            "ERROR",
            "EXIT",
            "HELP",
            "LIST",
            "LISTVAR",
            "ON",
            "OUT",
            "PERFTRACE",
            "QUIT",
            "R",
            "RESET",
            "SERVERLIST",
            "SETVAR",
            "XML");

    SqlServerSplitter(Reader reader) {
        super(Dialect.SQLSERVER, reader);
    }

    @Override
    protected Piece piece(Token first) {
        boolean use = first == Token.WORD && lexer.is("USE");
        for (Token token = first; ; token = lexer.next()) {
            if (token == Token.END) {
                return batch(use, in.pos);
            }
            if (token == Token.WORD && lexer.is("GO") && in.firstOnLine(lexer.start)) {
                String rest = in.trimmed(in.pos, in.lineEnd(in.pos));
                if (rest.isEmpty() || rest.startsWith("--")) {
                    in.pos = in.nextLine(in.pos);
                    return lexer.start == in.mark ? blank() : batch(use, lexer.start);
                }
                if (rest.chars().allMatch(Character::isDigit)) {
                    if (lexer.start == in.mark) {
                        return directiveLine(in.mark);
                    }
                    in.pos = lexer.start;
                    return batch(use, lexer.start);
                }
            }
            if (token == Token.SYMBOL && isCommand()) {
                return directiveLine(lexer.start);
            }
        }
    }

    private Piece batch(boolean use, int sqlEnd) {
        return use ? in.take(Piece.Type.DIRECTIVE, in.mark, sqlEnd) : statement(sqlEnd);
    }

    private boolean isCommand() {
        char symbol = lexer.symbol();
        if (symbol != ':' && symbol != '!' || !in.firstOnLine(lexer.start)) {
            return false;
        }
        if (symbol == '!') {
            return in.at(in.pos) == '!';
        }
        int after = in.pos;
        int start = lexer.start;
        boolean command = lexer.next() == Token.WORD && COMMANDS.contains(lexer.keyword());
        in.pos = after;
        lexer.start = start;
        return command;
    }
}
