package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.database.SqlFailures;
import io.slipway.database.StatementRunner;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mariadb.jdbc.util.constants.ServerStatus;

/** A session's settings, and how they come back after a script changed them. */
final class MariadbSession {
    /**
     * The driver would close the connection when a script says {@code SET NAMES latin1}, which is the script's right,
     * if the server told it so; and it connects with IGNORE_SPACE, which makes functions' names reserved words.
     */
    private static final String PLAIN =
            "SET session_track_system_variables = '', sql_mode = @@GLOBAL.sql_mode," + " NAMES utf8mb4";
    /** For Slipway's own writes in a script's transaction. */
    private static final String OWN = "SET sql_mode = 'STRICT_TRANS_TABLES', NAMES utf8mb4";

    /** MariaDB's {@code SERVER_STATUS_ANSI_QUOTES}; the driver has no name for it. */
    private static final int ANSI_QUOTES = 1 << 15;

    private final Connection connection;
    private final JdbcSession jdbc;
    private final String database;
    private final boolean mariadb;
    private List<String> limits = List.of();
    private long uses;
    private boolean touched;
    private boolean settled = true;

    MariadbSession(Connection connection, String database, boolean mariadb) throws SQLException {
        this.connection = connection;
        this.jdbc = new JdbcSession(connection, new MariadbFailures(), StatementRunner::streaming, "START TRANSACTION");
        this.database = database;
        this.mariadb = mariadb;
        run(List.of(PLAIN));
    }

    JdbcSession jdbc() {
        return jdbc;
    }

    /** Grows whenever a script's statement or a reset may have changed what the session sees. */
    long uses() {
        return uses;
    }

    long execute(String sql) throws SqlFailure {
        refuseOtherStrings(sql);
        uses++;
        touched = true;
        settled = false;
        return jdbc.execute(sql);
    }

    /** As the server said with its last answer, which tells of a script's own transaction too. */
    boolean inTransaction() {
        try {
            return (status() & ServerStatus.IN_TRANSACTION) != 0;
        } catch (SQLException e) {
            throw jdbc.unusable(e);
        }
    }

    /** Scripts are cut as in the server's plain modes; the server or a script may have set others. */
    private void refuseOtherStrings(String sql) throws SqlFailure {
        try {
            int status = status();
            if ((status & ServerStatus.NO_BACKSLASH_ESCAPES) != 0) {
                SqlFailures.refuseBackslashes(Dialect.MYSQL, sql, "NO_BACKSLASH_ESCAPES in its sql_mode");
            } else if ((status & ANSI_QUOTES) != 0) {
                SqlFailures.refuseBackslashes(Dialect.MYSQL, sql, "ANSI_QUOTES in its sql_mode");
            }
        } catch (SQLException e) {
            throw jdbc.failure(e, sql);
        }
    }

    private int status() throws SQLException {
        return connection.unwrap(org.mariadb.jdbc.Connection.class).getContext().getServerStatus();
    }

    /** Makes the session fit for Slipway's own writes, inside or outside a transaction. */
    void settle() {
        if (!settled) {
            own(OWN);
            settled = true;
        }
    }

    /** Runs one of our own statements, whose failure ends the command. */
    void own(String sql) {
        try {
            run(List.of(sql));
        } catch (SQLException e) {
            throw jdbc.unusable(e);
        }
    }

    /**
     * Makes the session as good as new: temporary tables, variables, locks of the script are gone, an open
     * transaction is rolled back.
     *
     * @return whether anything was done, hence whether the session's own lock must be taken again
     */
    boolean reset() throws SqlFailure {
        if (!touched) {
            return false;
        }
        uses++;
        try {
            connection.unwrap(org.mariadb.jdbc.Connection.class).reset();
            List<String> fresh = new ArrayList<>(List.of(PLAIN, "USE " + MariadbHistoryDialect.quoted(database)));
            fresh.addAll(limits);
            run(fresh);
        } catch (SQLException e) {
            throw jdbc.failure(e, "");
        }
        touched = false;
        settled = true;
        return true;
    }

    /** Whole seconds and at least one, as the server counts; they hold until they are set again. */
    void timeouts(Optional<Duration> lock, Optional<Duration> statement) throws SqlFailure {
        String wait = lock.map(limit -> "" + Math.max(1, limit.plusMillis(999).toSeconds()))
                .orElse("DEFAULT");
        String run = mariadb
                ? "max_statement_time = "
                        + statement.map(limit -> "" + limit.toMillis() / 1000.0).orElse("DEFAULT")
                : "max_execution_time = "
                        + statement.map(limit -> "" + limit.toMillis()).orElse("DEFAULT");
        limits = List.of("SET lock_wait_timeout = " + wait + ", innodb_lock_wait_timeout = " + wait + ", " + run);
        try {
            run(limits);
        } catch (SQLException e) {
            throw jdbc.failure(e, "");
        }
    }

    private void run(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
