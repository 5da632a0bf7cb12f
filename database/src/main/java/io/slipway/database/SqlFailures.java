package io.slipway.database;

import io.slipway.release.sql.Backslashes;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import java.sql.SQLException;
import java.util.OptionalInt;

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

    /**
     * Refuses a statement that this session would read otherwise than the script was cut.
     *
     * @param setting what makes it do so
     * @throws SqlFailure when a string of the statement holds a backslash
     */
    static void refuseBackslashes(Dialect dialect, String sql, String setting) throws SqlFailure {
        OptionalInt backslash = Backslashes.first(dialect, sql);
        if (backslash.isPresent()) {
            SQLException cause = new SQLException(
                    "this session has " + setting + ", so the string with this backslash may end elsewhere than where"
                            + " the script was cut; change the setting, or write the string without a backslash",
                    "22P06");
            throw new SqlFailure(message(cause), state(cause), backslash.getAsInt() + 1, false, cause);
        }
    }
}
