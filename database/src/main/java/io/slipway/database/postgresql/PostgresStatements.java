package io.slipway.database.postgresql;

import io.slipway.database.StatementRunner;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * Runs a script's statement without keeping its rows. The connection's {@code preferQueryMode=simple} makes the driver
 * send the text untouched, in one message: no search for placeholders, no cutting at semicolons.
 */
final class PostgresStatements implements StatementRunner {
    /** What the driver says, after a statement ended well, when it gave rows although none were asked for. */
    private static final String ROWS_DROPPED = "0100E";

    @Override
    public long run(Statement statement, String sql) throws SQLException {
        return StatementRunner.streaming(statement, sql);
    }

    /** Whether the rows that come back may be rows changed. */
    static boolean mayReturnChanged(String sql) {
        return sql.toUpperCase(Locale.ROOT).contains("RETURNING");
    }

    /** Whether the statement ended well, and the driver only complains of rows that nobody asked for. */
    static boolean onlyDroppedRows(SQLException e) {
        return ROWS_DROPPED.equals(e.getSQLState());
    }

    /** A script may have set another encoding, in which the history's own texts would not survive. */
    @Override
    public void beforeOwn(Connection connection) throws SQLException {
        String encoding = connection.unwrap(PGConnection.class).getParameterStatus("client_encoding");
        if (encoding != null && !encoding.equals("UTF8")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET client_encoding = 'UTF8'");
            }
        }
    }

    /** The rows that come back are the rows changed, unless a query merely contains the word. */
    static long changedAndReturned(Statement statement, String sql) throws SQLException {
        if (!statement.execute(sql)) {
            return Math.max(0, statement.getLargeUpdateCount());
        }
        if (!sql.stripLeading().regionMatches(true, 0, "SELECT", 0, 6)) {
            long rows = 0;
            try (ResultSet returned = statement.getResultSet()) {
                while (returned.next()) {
                    rows++;
                }
            }
            return rows;
        }
        return 0;
    }
}
