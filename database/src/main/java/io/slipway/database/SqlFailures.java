package io.slipway.database;

import io.slipway.release.target.SqlFailure;
import java.sql.SQLException;

/** Reads what a product's driver says about a refused statement. */
@FunctionalInterface
public interface SqlFailures {

    /**
     * @param sql the statement, whose characters the position counts; empty when it was none of a script's
     */
    SqlFailure of(SQLException e, String sql);

    /** The five characters, where the driver gives them. */
    static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() != 5 ? "HY000" : state;
    }

    /** The database's words, never null. */
    static String message(SQLException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? "the database gave no reason" : message.strip();
    }

    /** What the SQL standard alone tells: enough where a driver has nothing to add. */
    static SqlFailure standard(SQLException e, String sql) {
        String state = state(e);
        return new SqlFailure(message(e), state, 0, state.startsWith("08"), e);
    }
}
