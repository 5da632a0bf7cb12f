package io.slipway.database.sqlite;

import io.slipway.database.JdbcSession;
import io.slipway.database.TableContents;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.target.Server;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One session on a SQLite file. */
final class SqliteTarget implements Target {
    private static final int LONGEST_QUERY_SECONDS = 30;
    /** The library's own codes. */
    private static final int BUSY = 5;

    private static final int LOCKED = 6;
    private final SqliteSession session;
    private final Server server;
    private final SqliteLock lock;
    private final TargetHistory history;
    private Optional<Duration> statementLimit = Optional.empty();
    private @Nullable ScheduledExecutorService alarms;

    SqliteTarget(SqliteSession session, Server server, String project, Clock clock) {
        this.session = session;
        this.server = server;
        this.lock = new SqliteLock(session, project, clock);
        this.history = new SqliteHistory(session, project);
    }

    SqliteSession session() {
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
        session.writing().begin();
    }

    /** The library knows and the driver does not tell; trying costs no lock and nothing on disk. */
    @Override
    public boolean inTransaction() {
        JdbcSession jdbc = session.reading();
        if (jdbc.inTransaction()) {
            return true;
        }
        try {
            jdbc.command("BEGIN");
            jdbc.command("ROLLBACK");
            return false;
        } catch (SqlFailure e) {
            if (e.getMessage().contains("within a transaction")) {
                return true;
            }
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<HalfBuilt> halfBuilt() {
        return List.of();
    }

    /** A refused commit leaves SQLite's transaction open; here, as everywhere, it rolls back. */
    @Override
    public void commit() throws SqlFailure {
        try {
            session.writing().commit();
        } catch (SqlFailure e) {
            if (!nothingOpen(e)) {
                rollback();
                throw e;
            }
        }
    }

    @Override
    public void rollback() throws SqlFailure {
        try {
            session.writing().rollback();
        } catch (SqlFailure e) {
            if (!nothingOpen(e)) {
                throw e;
            }
        }
    }

    /** A script has ended the transaction by itself, or a failure such as a full disk has. */
    private static boolean nothingOpen(SqlFailure e) {
        return e.getMessage().contains("no transaction is active");
    }

    @Override
    public void savepoint(String name) throws SqlFailure {
        session.writing().savepoint(name);
    }

    @Override
    public void rollbackTo(String savepoint) throws SqlFailure {
        session.writing().rollbackTo(savepoint);
    }

    @Override
    public long execute(String sql) throws SqlFailure {
        if (statementLimit.isEmpty()) {
            return session.execute(sql);
        }
        Duration limit = statementLimit.get();
        ScheduledFuture<?> alarm = alarms().schedule(session::cancel, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return session.execute(sql);
        } catch (SqlFailure e) {
            if (alarm.isDone() && e.sqlState().equals("57014")) {
                throw new SqlFailure(
                        "the statement took longer than " + limit.toMillis() + " ms", e.sqlState(), 0, false, e);
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    /** SQLite has no limit of its own for a statement. */
    private ScheduledExecutorService alarms() {
        ScheduledExecutorService present = alarms;
        if (present == null) {
            present = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "sqlite-statement-limit");
                thread.setDaemon(true);
                return thread;
            });
            alarms = present;
        }
        return present;
    }

    @Override
    public CopyRows copy(String sql) {
        throw new UnsupportedOperationException("SQLite has no COPY");
    }

    @Override
    public void resetSession() throws SqlFailure {
        session.reset();
    }

    @Override
    public void currentSchema(String schema) {
        throw SlipwayException.of(
                ErrorCode.PROJECT_FILE_INVALID,
                "SQLite has no schemas, so \"" + schema + "\" cannot be the current one.",
                "Take schema away from the environment and from schemaName.");
    }

    @Override
    public void timeouts(Optional<Duration> lockLimit, Optional<Duration> statement) throws SqlFailure {
        session.waitFor(lockLimit);
        statementLimit = statement;
    }

    @Override
    public boolean onlyInTheWay(SqlFailure failure) {
        return failure.getCause() instanceof SQLException e && (e.getErrorCode() == BUSY || e.getErrorCode() == LOCKED);
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    /** A transaction locks the whole file; there is nothing to tell apart. */
    @Override
    public Optional<String> ask(String sql) throws SqlFailure {
        JdbcSession jdbc = session.reading();
        jdbc.command("PRAGMA query_only = ON");
        ScheduledFuture<?> alarm = alarms().schedule(session::cancel, LONGEST_QUERY_SECONDS, TimeUnit.SECONDS);
        try {
            return jdbc.value(sql, LONGEST_QUERY_SECONDS);
        } finally {
            alarm.cancel(false);
            jdbc.command("PRAGMA query_only = OFF");
        }
    }

    @Override
    public String identity() {
        return session.file().identity();
    }

    @Override
    public List<LockSeen> locks() {
        return List.of();
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
    public Contents contents(CatalogueObject table) throws SqlFailure {
        ScheduledFuture<?> alarm = alarms().schedule(session::cancel, LONGEST_QUERY_SECONDS, TimeUnit.SECONDS);
        try {
            return TableContents.of(session.reading(), named(table), LONGEST_QUERY_SECONDS);
        } finally {
            alarm.cancel(false);
        }
    }

    @Override
    public String named(CatalogueObject table) {
        return "\"" + table.name().replace("\"", "\"\"") + "\"";
    }

    @Override
    public Catalogue catalogue() {
        return new SqliteCatalogue(session.reading().connection()).read();
    }

    @Override
    public void close() {
        lock.release();
        session.close();
        ScheduledExecutorService present = alarms;
        if (present != null) {
            present.shutdownNow();
        }
    }
}
