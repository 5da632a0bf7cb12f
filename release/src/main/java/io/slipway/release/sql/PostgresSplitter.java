package io.slipway.release.sql;

import java.io.Reader;
import java.util.regex.Pattern;

/**
 * Cuts as psql does (src/fe_utils/psqlscan.l and src/bin/psql/copy.c say how): a semicolon ends a statement unless it
 * stands in parentheses or in a {@code BEGIN … END} body of CREATE FUNCTION or PROCEDURE; a backslash outside quotes
 * starts a command that lasts to the end of its line; the lines after {@code COPY … FROM stdin;} are rows.
 *
 * <p>{@code standard_conforming_strings} is taken to be on, where psql follows it: see {@link Backslashes}. psql's variables ({@code :name}) are not: no directive that
 * would set one is understood. Where psql allows more SQL behind {@code COPY … FROM stdin;} on its line, and runs it
 * after the rows, this is a {@link SplitException}, since the pieces are in the order of the text. A string that goes on
 * behind a line end is read as the server reads it: psql forgets there that an {@code E'…'} has escapes, and sends the
 * server broken text when it goes on with {@code \\'}.
 */
final class PostgresSplitter extends ScriptSplitter {
    private static final int CHUNK = 1 << 16;
    private static final Pattern COPY_DIRECTIVE =
            Pattern.compile("\\\\copy\\s.*\\bfrom\\s+stdin\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private enum Expecting {
        SQL,
        REST_OF_COPY_LINE,
        ROWS
    }

    private Expecting expecting = Expecting.SQL;

    PostgresSplitter(Reader reader) {
        super(Dialect.POSTGRESQL, reader);
        lexer.terminator(";");
    }

    @Override
    public Piece next() {
        if (hasNext() && expecting == Expecting.REST_OF_COPY_LINE) {
            return restOfCopyLine();
        }
        return hasNext() && expecting == Expecting.ROWS ? rows() : super.next();
    }

    @Override
    protected Piece piece(Token first) {
        int parentheses = 0;
        PostgresWords words = new PostgresWords();
        for (Token token = first; ; token = lexer.next()) {
            switch (token) {
                case END -> {
                    return statement(in.pos);
                }
                case TERMINATOR -> {
                    if (parentheses == 0 && !words.inBody()) {
                        expecting = words.copyFromStdin() ? Expecting.REST_OF_COPY_LINE : Expecting.SQL;
                        return statement(lexer.start);
                    }
                }
                case SYMBOL -> {
                    char symbol = lexer.symbol();
                    if (symbol == '(') {
                        parentheses++;
                    } else if (symbol == ')') {
                        parentheses = Math.max(0, parentheses - 1);
                    } else if (symbol == '\\') {
                        return command();
                    }
                    words.other();
                }
                case WORD -> words.word(lexer, parentheses == 0);
                case SPACE, COMMENT -> {}
                default -> words.other();
            }
        }
    }

    private Piece command() {
        Piece piece = directiveLine(lexer.start);
        if (COPY_DIRECTIVE.matcher(piece.sql()).matches()) {
            expecting = Expecting.ROWS;
        }
        return piece;
    }

    private Piece restOfCopyLine() {
        int lineEnd = in.lineEnd(in.pos);
        String rest = in.trimmed(in.pos, lineEnd);
        if (!rest.isEmpty() && !rest.startsWith("--")) {
            throw in.refuse(
                    "psql would run this only after the rows of COPY: put it on a line of its own, below them",
                    in.pos + in.text(in.pos, lineEnd).indexOf(rest));
        }
        in.pos = in.nextLine(in.pos);
        expecting = Expecting.ROWS;
        return blank();
    }

    /** Whole lines, about {@link #CHUNK} characters of them, or the line that ends the rows. */
    private Piece rows() {
        int line = in.mark;
        while (line - in.mark < CHUNK && in.at(line) >= 0) {
            int next = in.nextLine(line);
            if (in.chars[line] == '\\' && in.trimmed(line, next).equals("\\.") && in.at(line + 1) == '.') {
                if (line > in.mark) {
                    break;
                }
                in.pos = next;
                expecting = Expecting.SQL;
                return in.take(Piece.Type.COPY_END, "");
            }
            line = next;
        }
        in.pos = line;
        if (!hasNext()) {
            expecting = Expecting.SQL;
        }
        return in.take(Piece.Type.COPY_DATA, in.text(in.mark, in.pos));
    }
}
