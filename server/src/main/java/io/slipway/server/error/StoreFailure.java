package io.slipway.server.error;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** Finds in a failure that of the server's own database, which went away or is being started. */
public final class StoreFailure {
    private static final int DEEPEST = 20;

    private StoreFailure() {}

    public static Optional<SQLException> in(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (each instanceof SQLException e && away(e)) {
                return Optional.of(e);
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    /** SQLSTATE class 08 is the connection, 57P a server that stops or starts; SQLite names a lock that stays. */
    private static boolean away(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String message = e.getMessage() == null ? "" : e.getMessage();
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || message.startsWith("[SQLITE_BUSY");
    }
}
