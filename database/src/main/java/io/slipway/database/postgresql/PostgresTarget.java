package io.slipway.database.postgresql;

import io.slipway.database.HistoryTables;
import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.target.Server;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One session on a PostgreSQL database. */
final class PostgresTarget implements Target {
    /**
     * The parts of {@code DISCARD ALL} except {@code pg_advisory_unlock_all}, which would give our lock away. RESET ALL
     * goes back to what the connection asked for at its start: search path, application name.
     */
    private static final String RESET = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; DEALLOCATE ALL; CLOSE ALL;"
            + " UNLISTEN *; DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES";

    private final JdbcSession session;
    private final Server server;
    private final Supplier<JdbcSession> another;
    private final TargetHistory history;
    private final TargetLock lock;
    private String timeouts = "";
    private volatile @Nullable PostgresCopy copying;

    /** @param another opens a second session on the same database */
    PostgresTarget(JdbcSession session, Server server, Supplier<JdbcSession> another, String project, Clock clock) {
        this.session = session;
        this.server = server;
        this.another = another;
        PostgresHistory dialect = new PostgresHistory();
        HistoryTables tables = new HistoryTables(session, dialect, project);
        this.history = tables;
        this.lock = new PostgresLock(session, new LockRow(session, tables, dialect, project, clock), project);
    }

    JdbcSession session() {
        return session;
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public boolean transactionalDdl() {
        return true;
    }

    @Override
    public void begin() throws SqlFailure {
        session.begin();
    }

    @Override
    public void commit() throws SqlFailure {
        session.commit();
    }

    @Override
    public void rollback() throws SqlFailure {
        session.rollback();
    }

    @Override
    public void savepoint(String name) throws SqlFailure {
        session.savepoint(name);
    }

    @Override
    public void rollbackTo(String savepoint) throws SqlFailure {
        session.rollbackTo(savepoint);
    }

    @Override
    public long execute(String sql) throws SqlFailure {
        return session.execute(sql);
    }

    @Override
    public CopyRows copy(String sql) throws SqlFailure {
        PostgresCopy copy = PostgresCopy.start(session, sql);
        copying = copy;
        return copy;
    }

    @Override
    public void resetSession() throws SqlFailure {
        session.command(RESET + timeouts);
    }

    @Override
    public void timeouts(Optional<Duration> lock, Optional<Duration> statement) throws SqlFailure {
        String settings =
                "; SET lock_timeout = " + milliseconds(lock) + "; SET statement_timeout = " + milliseconds(statement);
        session.command(settings.substring(2));
        // They are limits of the deployment, not of a script: a reset keeps them.
        timeouts = settings;
    }

    private static String milliseconds(Optional<Duration> limit) {
        return limit.map(duration -> Long.toString(Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()))))
                .orElse("DEFAULT");
    }

    @Override
    public void cancel() {
        PostgresCopy copy = copying;
        if (copy != null) {
            copy.cancel();
        }
        session.cancel();
    }

    @Override
    public List<LockSeen> locks() {
        return PostgresLocks.read(session, another);
    }

    @Override
    public TargetLock lock() {
        return lock;
    }

    @Override
    public TargetHistory history() {
        return history;
    }

    @Override
    public Catalogue catalogue() {
        return new PostgresCatalogue(session.connection()).read();
    }

    @Override
    public void close() {
        session.close();
    }
}
