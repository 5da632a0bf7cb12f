package io.slipway.database.mariadb;

import io.slipway.database.HistoryTables;
import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.database.SecondSession;
import io.slipway.database.TableContents;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
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
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One session on a MariaDB or MySQL database. DDL commits by itself; transactions are real for everything else. */
final class MariadbTarget implements Target {
    private static final Pattern QUERY = Pattern.compile("[\\s(]*(SELECT|WITH|VALUES)\\b", Pattern.CASE_INSENSITIVE);
    /** SQLSTATE of a write in a transaction that only reads. */
    private static final String READ_ONLY = "25006";

    private static final int LONGEST_QUERY_SECONDS = 30;
    /** The server's own codes. */
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private static final int LOCK_DEADLOCK = 1213;
    private final MariadbSession session;
    private final Server server;
    private final MariadbLock lock;
    private final TargetHistory history;
    private final SecondSession second;

    /** @param connect opens one more session, for the lock and the journal */
    MariadbTarget(
            MariadbSession session,
            Server server,
            String database,
            String project,
            Supplier<JdbcSession> connect,
            Clock clock) {
        this.session = session;
        this.server = server;
        MariadbHistoryDialect dialect = new MariadbHistoryDialect(database);
        this.second = new SecondSession(() -> {
            JdbcSession idle = connect.get();
            // It says nothing for as long as a statement takes.
            idle.update("SET wait_timeout = 31536000");
            return idle;
        });
        HistoryTables tables = new HistoryTables(session.jdbc(), dialect, project, second);
        LockRow row = new LockRow(session.jdbc(), tables, dialect, project, clock);
        this.history = new MariadbHistory(session, tables);
        this.lock = new MariadbLock(session, second, row, database, project);
    }

    MariadbSession session() {
        return session;
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public boolean transactionalDdl() {
        return false;
    }

    @Override
    public void begin() throws SqlFailure {
        session.jdbc().begin();
    }

    @Override
    public boolean inTransaction() {
        return session.inTransaction();
    }

    @Override
    public List<HalfBuilt> halfBuilt() {
        return List.of();
    }

    @Override
    public void commit() throws SqlFailure {
        session.jdbc().commit();
    }

    @Override
    public void rollback() throws SqlFailure {
        session.jdbc().rollback();
    }

    @Override
    public void savepoint(String name) throws SqlFailure {
        session.jdbc().savepoint(name);
    }

    @Override
    public void rollbackTo(String savepoint) throws SqlFailure {
        session.jdbc().rollbackTo(savepoint);
    }

    @Override
    public long execute(String sql) throws SqlFailure {
        return session.execute(sql);
    }

    @Override
    public CopyRows copy(String sql) {
        throw new UnsupportedOperationException("neither MariaDB nor MySQL has COPY");
    }

    @Override
    public void resetSession() throws SqlFailure {
        if (session.reset()) {
            lock.renew();
        }
    }

    @Override
    public void currentSchema(String schema) throws SqlFailure {
        session.execute("USE " + MariadbHistoryDialect.quoted(schema));
    }

    /** On MySQL the statement limit holds for SELECT only: its server has no other. */
    @Override
    public void timeouts(Optional<Duration> lockLimit, Optional<Duration> statement) throws SqlFailure {
        session.timeouts(lockLimit, statement);
    }

    @Override
    public boolean onlyInTheWay(SqlFailure failure) {
        return failure.getCause() instanceof SQLException e
                && (e.getErrorCode() == LOCK_WAIT_TIMEOUT || e.getErrorCode() == LOCK_DEADLOCK);
    }

    @Override
    public void cancel() {
        session.jdbc().cancel();
    }

    /**
     * A read-only transaction refuses rows to be written, but not DDL: MariaDB 10.11 ends the transaction for it and runs
     * it, as tried. So what does not begin as a query is never sent.
     */
    @Override
    public Optional<String> ask(String sql) throws SqlFailure {
        if (!QUERY.matcher(sql).lookingAt()) {
            throw new SqlFailure("A question begins with SELECT, WITH or VALUES", READ_ONLY, 0, false, null);
        }
        session.jdbc().command("START TRANSACTION READ ONLY");
        try {
            return session.jdbc().value(sql, LONGEST_QUERY_SECONDS);
        } finally {
            session.jdbc().command("ROLLBACK");
        }
    }

    @Override
    public Contents contents(CatalogueObject table) throws SqlFailure {
        session.jdbc().command("START TRANSACTION READ ONLY");
        try {
            return TableContents.of(session.jdbc(), named(table), LONGEST_QUERY_SECONDS);
        } finally {
            session.jdbc().command("ROLLBACK");
        }
    }

    @Override
    public List<Unreadable> unreadable() {
        return MariadbUnreadable.read(session.jdbc());
    }

    @Override
    public String identity() {
        return session.jdbc()
                .first(
                        "SELECT CONCAT('mariadb:', @@hostname, ':', @@port, ':', @@datadir, '/', DATABASE())",
                        row -> row.getString(1))
                .orElseThrow();
    }

    /** Metadata locks are visible only with a plugin that servers seldom have. */
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
    public String named(CatalogueObject table) {
        return MariadbHistoryDialect.quoted(table.name());
    }

    @Override
    public Catalogue catalogue() {
        return new MariadbCatalogue(session.jdbc().connection()).read();
    }

    @Override
    public void close() {
        lock.release();
        second.close();
        session.jdbc().close();
    }
}
