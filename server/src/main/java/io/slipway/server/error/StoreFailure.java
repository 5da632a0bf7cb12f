package io.slipway.server.error;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds in a failure that of the server's own database, which went away or is being started. */
public final class StoreFailure {
    private static final int DEEPEST = 20;

    private StoreFailure() {}

    public static Optional<SQLException> in(Throwable failure) {
        return first(failure, StoreFailure::away);
    }

    /** Whether it was given a text that it cannot store: PostgreSQL takes no NUL (SQLSTATE 22021). */
    public static boolean unstorable(Throwable failure) {
        return first(failure, e -> "22021".equals(e.getSQLState())).isPresent();
    }

    private static Optional<SQLException> first(Throwable failure, Predicate<SQLException> wanted) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (each instanceof SQLException e && wanted.test(e)) {
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
