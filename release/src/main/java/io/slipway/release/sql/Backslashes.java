package io.slipway.release.sql;

import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the backslashes whose meaning hangs on a setting of the session: {@code standard_conforming_strings} in
 * PostgreSQL, {@code NO_BACKSLASH_ESCAPES} and {@code ANSI_QUOTES} in MySQL. Strings may end elsewhere with the other
 * value; a statement without such a backslash reads the same either way. psql and mariadb follow the session; scripts
 * are cut without one, so splitters refuse what can be seen to set it, and sessions the backslashes where it is set.
 */
public final class Backslashes {
    private Backslashes() {}

    /**
     * @param sql one statement, as in {@link Piece#sql}
     * @return index of the first one
     */
    public static OptionalInt first(Dialect dialect, String sql) {
        ScriptWindow in = new ScriptWindow(new StringReader(sql), sql.length() + 1);
        Lexer lexer = new Lexer(in, Syntax.of(dialect));
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            int found = token == Token.STRING && !sameEverywhere(dialect, lexer.symbol())
                    ? lexer.text().indexOf('\\')
                    : -1;
            if (found >= 0) {
                return OptionalInt.of(lexer.start + found);
            }
        }
        return OptionalInt.empty();
    }

    /** PostgreSQL's {@code E'…'} always has escapes, {@code $$…$$} never. */
    private static boolean sameEverywhere(Dialect dialect, char first) {
        return dialect == Dialect.POSTGRESQL && (first == '$' || first == 'E' || first == 'e');
    }

    /** The setting that this statement of a script turns on, when it is one under which strings end elsewhere. */
    static Optional<String> otherSetting(Dialect dialect, String sql) {
        boolean mayBeSet = !sql.isEmpty() && "sS/".indexOf(sql.charAt(0)) >= 0;
        if (!mayBeSet || dialect != Dialect.POSTGRESQL && dialect != Dialect.MYSQL) {
            return Optional.empty();
        }
        LeadingTokens tokens = new LeadingTokens(dialect, sql);
        if (!tokens.startsWith("SET")) {
            return Optional.empty();
        }
        return dialect == Dialect.POSTGRESQL ? ofPostgres(tokens) : ofMysql(tokens);
    }

    private static Optional<String> ofPostgres(LeadingTokens tokens) {
        int name = tokens.has(1, "SESSION") || tokens.has(1, "LOCAL") ? 2 : 1;
        return tokens.has(name, "STANDARD_CONFORMING_STRINGS") && StatementReader.isFalse(tokens.at(name + 2))
                ? Optional.of("standard_conforming_strings = off")
                : Optional.empty();
    }

    private static Optional<String> ofMysql(LeadingTokens tokens) {
        for (int i = 1; !tokens.at(i).isEmpty(); i++) {
            int value = tokens.has(i + 1, ":") ? i + 3 : i + 2;
            if (tokens.has(i, "SQL_MODE")
                    && tokens.has(value - 1, "=")
                    && tokens.at(value).toUpperCase(Locale.ROOT).contains("NO_BACKSLASH_ESCAPES")) {
                return Optional.of("NO_BACKSLASH_ESCAPES");
            }
        }
        return Optional.empty();
    }
}
