package io.slipway.release.sql;

import java.io.Reader;
import java.util.Set;

/**
 * Cuts as the mariadb client does (client/mysql.cc, {@code add_line} and {@code find_command}): the delimiter ends a
 * statement wherever it stands outside strings, quoted names and comments, even inside a word or a {@code /*! … *}{@code
 * /} comment; {@code DELIMITER} changes it; bodies of routines know no other protection. Unlike the client it does not follow {@code sql_mode}: see {@link
 * Backslashes}.
 *
 * <p>Two places where the client itself fails are kinder here: {@code DELIMITER} works behind another statement on its
 * line, and {@code USE} is a directive however it is written, because the server would follow it out of the target. The
 * client reads CR LF as LF, within strings too, and so does what is sent.
 */
final class MySqlSplitter extends ScriptSplitter {
    /** The client's own commands that no statement starts with. */
    private static final Set<String> COMMANDS = Set.of(
            "CHARSET",
            "CLEAR",
            "CONNECT",
            "COSTS",
            "DELIMITER",
            "EDIT",
            "EGO",
            "EXIT",
            "GO",
            "NOPAGER",
            "NOTEE",
            "NOWARNING",
            "PAGER",
            "PRINT",
            "PROMPT",
            "QUIT",
            "REHASH",
            "RESETCONNECTION",
            "SANDBOX",
            "SOURCE",
            "STATUS",
            "SYSTEM",
            "TEE",
            "USE",
            "WARNINGS");

    private static final int LONGEST_COMMAND = 15;

    private String delimiter = "";

    MySqlSplitter(Reader reader) {
        super(Dialect.MYSQL, reader);
        delimiter(";");
    }

    @Override
    protected Piece statement(int sqlEnd) {
        return statementWithLineFeeds(sqlEnd);
    }

    @Override
    protected Piece piece(Token first) {
        boolean command = false;
        if (first == Token.WORD && in.pos - lexer.start <= LONGEST_COMMAND) {
            String word = lexer.keyword();
            command = COMMANDS.contains(word);
            if (word.equals("DELIMITER")) {
                return delimiterLine();
            }
            if (command && in.firstOnLine(lexer.start) && !endsOnItsLine()) {
                return directiveLine(lexer.start);
            }
        }
        for (Token token = first; ; token = lexer.next()) {
            if (token == Token.END) {
                return finish(command, in.pos);
            }
            if (token == Token.TERMINATOR) {
                return finish(command, lexer.start);
            }
            if (token == Token.SYMBOL && lexer.symbol() == '\\') {
                int sign = in.at(in.pos);
                if (sign == 'g' || sign == 'G') {
                    in.pos++;
                    return lexer.start == in.mark ? blank() : finish(command, lexer.start);
                }
                if (sign == 'd' && lexer.start == in.mark) {
                    return delimiterLine();
                }
                if (sign != 'N') {
                    return directiveLine(lexer.start);
                }
            }
        }
    }

    private Piece finish(boolean command, int sqlEnd) {
        return command ? in.take(Piece.Type.DIRECTIVE, in.mark, sqlEnd) : statement(sqlEnd);
    }

    /** Does anything end a statement on the line of the latest token? If not, a command is the whole line. */
    private boolean endsOnItsLine() {
        String rest = in.text(lexer.start, in.lineEnd(lexer.start));
        return rest.contains(delimiter) || rest.contains("\\g");
    }

    private Piece delimiterLine() {
        String line = in.trimmed(lexer.start, in.lineEnd(lexer.start));
        String argument = argument(line);
        if (argument.isEmpty()) {
            throw in.refuse("DELIMITER must be followed by the characters that end a statement", lexer.start);
        }
        if (argument.indexOf('\\') >= 0) {
            throw in.refuse("DELIMITER cannot hold a backslash", lexer.start);
        }
        Piece piece = directiveLine(lexer.start);
        delimiter(argument);
        return piece;
    }

    private void delimiter(String text) {
        delimiter = text;
        lexer.terminator(text);
    }

    /** The first word behind the command, which may be quoted; the client's {@code get_arg}. */
    private static String argument(String line) {
        String command = line.startsWith("\\") ? "\\d" : "DELIMITER";
        String rest = line.substring(command.length()).strip();
        if (rest.isEmpty()) {
            return "";
        }
        char quote = rest.charAt(0);
        boolean quoted = quote == '\'' || quote == '"' || quote == '`';
        int end = rest.indexOf(quoted ? quote : ' ', 1);
        return rest.substring(quoted ? 1 : 0, end < 0 ? rest.length() : end);
    }
}
