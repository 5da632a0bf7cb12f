package io.slipway.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs one statement of a script so that it reaches the server as it stands, and so that its rows take no memory. */
@FunctionalInterface
public interface StatementRunner {

    /** @return rows that the statement reported as changed */
    long run(Statement statement, String sql) throws SQLException;

    /** For drivers that stream rows when a small fetch size is asked for. */
    static long streaming(Statement statement, String sql) throws SQLException {
        statement.setFetchSize(1);
        return count(statement, statement.execute(sql));
    }

    /** Puts right what a script's settings would do to a statement of Slipway's own; does nothing by default. */
    default void beforeOwn(Connection connection) throws SQLException {}

    /** Reads every result of a statement that was executed; rows are dropped one by one. */
    static long count(Statement statement, boolean executed) throws SQLException {
        long changed = 0;
        boolean rows = executed;
        while (true) {
            if (rows) {
                drain(statement);
            } else {
                long count = statement.getUpdateCount();
                if (count < 0) {
                    return changed;
                }
                changed += count;
            }
            rows = statement.getMoreResults();
        }
    }

    private static void drain(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                // A function called by SELECT does its work as its row is made.
            }
        }
    }
}
