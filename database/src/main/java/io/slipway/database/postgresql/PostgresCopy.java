package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target.CopyRows;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Rows on their way into a {@code COPY … FROM stdin}. */
final class PostgresCopy implements CopyRows {
    private final JdbcSession session;
    private final BaseConnection connection;
    private final CopyIn copy;
    private volatile boolean cancelled;

    private PostgresCopy(JdbcSession session, BaseConnection connection, CopyIn copy) {
        this.session = session;
        this.connection = connection;
        this.copy = copy;
    }

    static PostgresCopy start(JdbcSession session, String sql) throws SqlFailure {
        try {
            BaseConnection connection = session.connection().unwrap(BaseConnection.class);
            return new PostgresCopy(session, connection, connection.getCopyAPI().copyIn(sql));
        } catch (SQLException e) {
            throw session.failure(e, sql);
        }
    }

    @Override
    public void write(String rows) throws SqlFailure {
        try {
            if (cancelled) {
                stop();
                throw new PSQLException("canceling COPY due to user request", PSQLState.QUERY_CANCELED);
            }
            // Rows are in the session's encoding, which a script may have changed.
            byte[] bytes = connection.getEncoding().encode(rows);
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw session.failure(e, "");
        } catch (IOException e) {
            throw session.failure(new PSQLException(e.getMessage(), PSQLState.DATA_ERROR, e), "");
        }
    }

    @Override
    public long finish() throws SqlFailure {
        try {
            return copy.endCopy();
        } catch (SQLException e) {
            throw session.failure(e, "");
        }
    }

    @Override
    public void abort() {
        try {
            stop();
        } catch (SQLException e) {
            // The server had ended the COPY already.
            return;
        }
    }

    private void stop() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    /** From another thread: takes effect with the next rows, for between rows the server waits for them. */
    void cancel() {
        cancelled = true;
    }
}
