package io.slipway.database.postgresql;

import io.slipway.database.HistoryTables;
import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.database.SecondSession;
import io.slipway.database.SqlFailures;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Server;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** One session on a PostgreSQL database. */
final class PostgresTarget implements Target {
    /**
     * The parts of {@code DISCARD ALL} except {@code pg_advisory_unlock_all}, which would give our lock away, and the
     * plans of our own prepared statements, which a proof needs after every script. RESET ALL goes back to what the
     * connection asked for at its start: search path, application name.
     */
    private static final String RESET = """
            RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; CLOSE ALL; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
            DO $$ DECLARE prepared name; BEGIN
              FOR prepared IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE name NOT LIKE 'slipway%'
              LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', prepared); END LOOP;
            END $$""";

    /**
     * Gives the session the time zone that the native client's would have. The driver asks for that of the machine it
     * runs on, and a script's {@code current_date} would depend on whose laptop deploys. What the server's
     * configuration says cannot be seen behind that, so its log's zone, which is configured with it, stands for it
     * unless role or database have one of their own.
     */
    private static final String TIME_ZONE = """
            SELECT pg_catalog.set_config('TimeZone', coalesce(
              (SELECT pg_catalog.split_part(setting, '=', 2)
                 FROM pg_catalog.pg_db_role_setting, pg_catalog.unnest(setconfig) setting
                WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
                  AND setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))
                  AND setting ILIKE 'timezone=%'
                ORDER BY setrole = 0, setdatabase = 0 LIMIT 1),
              pg_catalog.current_setting('log_timezone')), false)
            """;

    /** For a session that says nothing for as long as an index is built. Older servers know no such limit. */
    private static final String NEVER_IDLE = "SELECT pg_catalog.set_config(name, '0', false)"
            + " FROM pg_catalog.pg_settings WHERE name = 'idle_session_timeout'";

    /** An index that is being built is invalid too, as is one of a partitioned table that lacks a partition's. */
    private static final String INVALID_INDEXES = """
            SELECT c.relname, pg_catalog.format('%I.%I', n.nspname, c.relname)
              FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT i.indisvalid AND c.relkind = 'i'
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid)
             ORDER BY n.nspname, c.relname
            """;

    private static final int LONGEST_QUERY_SECONDS = 30;
    /** The cluster's mark, which a copy of its files would share, and the database's number in it. */
    private static final String IDENTITY = "SELECT 'postgresql:' || (SELECT system_identifier FROM"
            + " pg_catalog.pg_control_system()) || '/' || (SELECT oid FROM pg_catalog.pg_database"
            + " WHERE datname = current_database())";

    private final JdbcSession session;
    private final Server server;
    private final Supplier<JdbcSession> another;
    private final SecondSession second;
    private final String timeZone;
    private final TargetHistory history;
    private final TargetLock lock;
    private String timeouts = "";
    private volatile @Nullable PostgresCopy copying;

    /** @param another opens a second session on the same database */
    PostgresTarget(JdbcSession session, Server server, Supplier<JdbcSession> another, String project, Clock clock) {
        this.session = session;
        this.timeZone = session.first(TIME_ZONE, row -> row.getString(1)).orElse("UTC");
        this.server = server;
        this.another = another;
        PostgresHistory dialect = new PostgresHistory();
        this.second = new SecondSession(() -> {
            JdbcSession idle = another.get();
            idle.query(NEVER_IDLE, row -> "");
            return idle;
        });
        HistoryTables tables = new HistoryTables(session, dialect, project, second);
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
    public boolean inTransaction() {
        return state() != TransactionState.IDLE;
    }

    @Override
    public List<HalfBuilt> halfBuilt() {
        return session.query(
                INVALID_INDEXES,
                row -> new HalfBuilt(
                        row.getString(1), row.getString(2), "DROP INDEX CONCURRENTLY " + row.getString(2)));
    }

    @Override
    public void commit() throws SqlFailure {
        if (state() == TransactionState.FAILED) {
            // The server would answer such a COMMIT with a rollback, and no error.
            session.rollback();
            SQLException cause = new SQLException(
                    "a statement of the transaction had failed, so it was rolled back instead of committed", "25P02");
            throw session.failure(cause, "COMMIT");
        }
        session.commit();
    }

    private TransactionState state() {
        try {
            return session.connection().unwrap(BaseConnection.class).getTransactionState();
        } catch (SQLException e) {
            throw session.unusable(e);
        }
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
        refuseOtherStrings(sql);
        try (Statement statement = session.statement()) {
            // Unlike execute(), executeUpdate() lets the driver throw rows away as they arrive, so that a SELECT of
            // any size takes no memory; a fetch size has no effect in the simple protocol.
            return PostgresStatements.mayReturnChanged(sql)
                    ? PostgresStatements.changedAndReturned(statement, sql)
                    : Math.max(0, statement.executeLargeUpdate(sql));
        } catch (SQLException e) {
            if (PostgresStatements.onlyDroppedRows(e)) {
                return 0;
            }
            throw session.failure(e, sql);
        } finally {
            session.idle();
        }
    }

    @Override
    public CopyRows copy(String sql) throws SqlFailure {
        refuseOtherStrings(sql);
        PostgresCopy copy = PostgresCopy.start(session, sql);
        copying = copy;
        return copy;
    }

    /** Scripts are cut with {@code standard_conforming_strings} on; server, database, role or a function may differ. */
    private void refuseOtherStrings(String sql) throws SqlFailure {
        try {
            if (!session.connection().unwrap(BaseConnection.class).getStandardConformingStrings()) {
                SqlFailures.refuseBackslashes(Dialect.POSTGRESQL, sql, "standard_conforming_strings = off");
            }
        } catch (SQLException e) {
            throw session.failure(e, sql);
        }
    }

    @Override
    public void resetSession() throws SqlFailure {
        session.command(RESET + "; SET TimeZone =" + PostgresAdmin.literal(timeZone) + timeouts);
    }

    @Override
    public void currentSchema(String schema) throws SqlFailure {
        session.command("SET search_path = \"" + schema.replace("\"", "\"\"") + "\"");
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
    public Optional<String> ask(String sql) throws SqlFailure {
        session.begin();
        try {
            session.command("SET TRANSACTION READ ONLY");
            session.command("SET LOCAL statement_timeout = '" + LONGEST_QUERY_SECONDS + "s'");
            return session.value(sql, LONGEST_QUERY_SECONDS);
        } finally {
            session.rollback();
        }
    }

    @Override
    public String identity() {
        return session.first(IDENTITY, row -> row.getString(1)).orElseThrow();
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
    public Catalogue fresh() {
        return Catalogue.of(List.of(
                new CatalogueObject("schema", "public", ""),
                new CatalogueObject("extension", "plpgsql", "schema pg_catalog")));
    }

    @Override
    public Catalogue catalogue() {
        return new PostgresCatalogue(session.connection()).read();
    }

    @Override
    public void close() {
        second.close();
        session.close();
    }
}
