package io.slipway.database.mariadb;

import io.slipway.database.SqlFailures;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Splitters;
import io.slipway.release.sql.StatementReader;
import io.slipway.release.sql.StatementTraits;
import io.slipway.release.target.SqlFailure;
import java.io.StringReader;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the errors of MariaDB and MySQL: the message gains the error number, and a place where the server names one. */
final class MariadbFailures implements SqlFailures {
    private static final Pattern DRIVER_PREFIX = Pattern.compile("^\\(conn=\\d+\\)\\s*");
    private static final Pattern NEAR = Pattern.compile("near '(.*)' at line (\\d+)\\s*$", Pattern.DOTALL);
    private static final Set<String> HAVE_BODIES = Set.of(
            "CREATE PROCEDURE",
            "CREATE FUNCTION",
            "CREATE TRIGGER",
            "CREATE EVENT",
            "ALTER EVENT",
            "CREATE PACKAGE",
            "CREATE PACKAGE BODY");

    private static final String CUT_BODY =
            "A semicolon in the body ended the statement. As in the client, a line 'DELIMITER //' before it, '//' behind"
                    + " its END and a line 'DELIMITER ;' after it keep it whole.";

    /** The session was killed, the server went away, the connection was lost in a query. */
    private static final Set<Integer> LOST = Set.of(1927, 2006, 2013);

    @Override
    public SqlFailure of(SQLException e, String sql) {
        String state = SqlFailures.state(e);
        String message = DRIVER_PREFIX.matcher(SqlFailures.message(e)).replaceFirst("");
        String words = MariadbReference.SCRATCH.matcher(message).replaceAll("");
        int number = e.getErrorCode();
        String told = number == 0 ? words : words + " (error " + number + ")";
        return new SqlFailure(
                isCutBody(words, sql) ? told + ". " + CUT_BODY : told,
                state,
                sql.isEmpty() ? 0 : position(words, sql),
                state.startsWith("08") || LOST.contains(number),
                e);
    }

    /** Did the first semicolon of a body end the statement? The server then misses all that should have followed. */
    private static boolean isCutBody(String words, String sql) {
        Matcher near = NEAR.matcher(words);
        if (!near.find() || !near.group(1).isEmpty()) {
            return false;
        }
        StatementTraits traits = StatementReader.traits(Dialect.MYSQL, sql);
        boolean hasBody =
                HAVE_BODIES.contains(traits.verb()) || traits.verb().equals("BEGIN") && !traits.transactionControl();
        return hasBody && !holdsSemicolon(sql);
    }

    /** A statement that holds one was ended by another delimiter. */
    private static boolean holdsSemicolon(String sql) {
        return Splitters.of(Dialect.MYSQL, new StringReader(sql)).next().text().length() < sql.length();
    }

    /**
     * The server quotes up to 80 characters from where it stopped reading, and counts lines from the first character
     * that is no white space.
     */
    static int position(String message, String sql) {
        Matcher near = NEAR.matcher(message);
        if (!near.find()) {
            return 0;
        }
        String quoted = near.group(1);
        String rest = quoted.endsWith("...") ? quoted.substring(0, quoted.length() - 3) : quoted;
        if (rest.isEmpty()) {
            return sql.length();
        }
        if (rest.length() < 80 && sql.stripTrailing().endsWith(rest) && rest.equals(quoted)) {
            return sql.stripTrailing().length() - rest.length() + 1;
        }
        int from = startOfLine(sql, Integer.parseInt(near.group(2)));
        int found = from < 0 ? -1 : sql.indexOf(rest, from);
        return found + 1;
    }

    private static int startOfLine(String sql, int line) {
        int start = 0;
        while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
            start++;
        }
        for (int i = 1; i < line; i++) {
            start = sql.indexOf('\n', start) + 1;
            if (start == 0) {
                return -1;
            }
        }
        return start;
    }
}
