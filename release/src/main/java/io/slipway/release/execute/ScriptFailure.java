package io.slipway.release.execute;

import io.slipway.release.error.Location;
import io.slipway.release.target.SqlFailure;

/** A statement of a script failed: which, where, and what the database said. */
public final class ScriptFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient FailedAt at;
    private final SqlFailure database;

    ScriptFailure(FailedAt at, SqlFailure cause) {
        super(at.message(), cause);
        this.at = at;
        this.database = cause;
    }

    public FailedAt at() {
        return at;
    }

    public boolean connectionLost() {
        return database.connectionLost();
    }

    /** What the database said. */
    public SqlFailure database() {
        return database;
    }

    /**
     * @param statement number of the statement in the script, from 1
     * @param line of the error when the database said where, else of the statement; from 1
     * @param column likewise
     * @param sqlState SQLSTATE
     * @param message what the database said
     * @param sql the statement without its passwords, cut after 2,000 characters
     */
    public record FailedAt(
            String script, int statement, int line, int column, String sqlState, String message, String sql) {

        public Location location() {
            return new Location(script, line, column);
        }
    }
}
