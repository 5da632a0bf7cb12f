package io.slipway.database.postgresql;

import io.slipway.database.HistoryTables;
import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.database.SecondSession;
import io.slipway.database.SqlFailures;
import io.slipway.database.StatementRunner;
import io.slipway.database.TableContents;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.ChangeBatches;
import io.slipway.release.target.Server;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.StatementGroups;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import io.slipway.release.target.Touched;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** One session on a PostgreSQL database. */
final class PostgresTarget implements Target {
    /**
     * The parts of {@code DISCARD ALL} except {@code pg_advisory_unlock_all}, which would give our lock away, and the
     * plans of our own prepared statements, which a proof and a batch need after every script. RESET ALL goes back to what
     * the connection asked for at its start: search path, application name.
     */
    private static final String RESET_BETWEEN =
            "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; CLOSE ALL; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES";

    /** What takes longest, and what no statement leaves behind that goes in a batch. */
    private static final String RESET = RESET_BETWEEN + """
            ; DO $$ DECLARE prepared name; BEGIN
              FOR prepared IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE name NOT LIKE 'slipway%'
              LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', prepared); END LOOP;
            END $$""";

    /**
     * Gives the session the time zone that the native client's would have. The driver asks for that of the machine it
     * runs on, and a script's {@code current_date} would depend on whose laptop deploys. What the server's
     * configuration says cannot be seen behind that, so its log's zone, which is configured with it, stands for it
     * unless role or database have one of their own.
     */
    private static final String OWN_TIME_ZONE = """
            SELECT pg_catalog.set_config('TimeZone', coalesce(
              (SELECT pg_catalog.split_part(setting, '=', 2)
                 FROM pg_catalog.pg_db_role_setting, pg_catalog.unnest(setconfig) setting
                WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
                  AND setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))
                  AND setting ILIKE 'timezone=%'
                ORDER BY setrole = 0, setdatabase = 0 LIMIT 1),
              pg_catalog.current_setting('log_timezone')), false)
            """;

    /**
     * The same where nobody has one of their own, else nothing. To plan the question above takes the server longer than
     * a small change.
     */
    private static final String USUAL_TIME_ZONE = """
            SELECT CASE
              WHEN EXISTS (SELECT FROM pg_catalog.pg_db_role_setting WHERE setconfig::text ILIKE '%timezone=%') THEN ''
              ELSE pg_catalog.set_config('TimeZone', pg_catalog.current_setting('log_timezone'), false) END
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

    private static final String ROLES = "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' ORDER BY 1";

    private static final int LONGEST_QUERY_SECONDS = 30;
    /** {@code lock_not_available}, {@code deadlock_detected}, {@code serialization_failure}. */
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01", "40001");

    /** The cluster's mark, which a copy of its files would share, and the database's number in it. */
    private static final String IDENTITY = "SELECT 'postgresql:' || (SELECT system_identifier FROM"
            + " pg_catalog.pg_control_system()) || '/' || (SELECT oid FROM pg_catalog.pg_database"
            + " WHERE datname = current_database())";

    /** Before this version a statement's limit held for a whole message. */
    private static final int LIMITS_EACH_STATEMENT = 13;

    /** Where the transaction goes back to when a group of statements fails. */
    private static final String GROUP = "slipway_group";

    private final JdbcSession session;
    private final Server server;
    /** Sees what is committed, while a transaction is open. */
    private final SecondSession outside;

    private final SecondSession second;
    private final PostgresLines lines;
    private final String timeZone;
    private final HistoryTables history;
    private final TargetLock lock;
    private String timeouts = "";
    /** Whether nothing was run or undone since they were set, that could have changed them. */
    private boolean limitsStand;

    private Duration lockLimit = Duration.ZERO;
    private volatile @Nullable PostgresCopy copying;

    /** @param another opens a second session on the same database */
    PostgresTarget(JdbcSession session, Server server, Supplier<JdbcSession> another, String project, Clock clock) {
        this.session = session;
        this.timeZone = timeZone(session);
        this.server = server;
        PostgresHistory dialect = new PostgresHistory();
        this.lines = new PostgresLines(dialect, project);
        this.second = new SecondSession(() -> {
            JdbcSession idle = another.get();
            idle.query(NEVER_IDLE, row -> "");
            return idle;
        });
        this.outside = new SecondSession(() -> {
            JdbcSession looking = another.get();
            looking.query(PostgresTouched.NOT_FOR_LONG, row -> "");
            return looking;
        });
        HistoryTables tables = new HistoryTables(session, dialect, project, second);
        this.history = tables;
        this.lock = new PostgresLock(session, new LockRow(session, tables, dialect, project, clock), project);
    }

    private static String timeZone(JdbcSession session) {
        return session.first(USUAL_TIME_ZONE, row -> row.getString(1))
                .filter(zone -> !zone.isEmpty())
                .or(() -> session.first(OWN_TIME_ZONE, row -> row.getString(1)))
                .orElse("UTC");
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
        limitsStand = false;
        session.rollback();
    }

    @Override
    public void savepoint(String name) throws SqlFailure {
        session.savepoint(name);
    }

    @Override
    public void rollbackTo(String savepoint) throws SqlFailure {
        limitsStand = false;
        session.rollbackTo(savepoint);
    }

    @Override
    public long execute(String sql) throws SqlFailure {
        limitsStand = false;
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
            if (otherStrings()) {
                SqlFailures.refuseBackslashes(Dialect.POSTGRESQL, sql, "standard_conforming_strings = off");
            }
        } catch (SQLException e) {
            throw session.failure(e, sql);
        }
    }

    private boolean otherStrings() throws SQLException {
        return !session.connection().unwrap(BaseConnection.class).getStandardConformingStrings();
    }

    @Override
    public void resetSession() throws SqlFailure {
        lines.forget();
        session.command(reset());
        limitsStand = true;
    }

    private String reset() {
        return RESET + settings();
    }

    private String settings() {
        return "; SET TimeZone =" + PostgresAdmin.literal(timeZone) + timeouts;
    }

    /** What puts the session back between transactions of one message that prepare nothing. */
    String resetBetween() {
        return RESET_BETWEEN + settings();
    }

    /** Sees what is committed, while a transaction is open. */
    JdbcSession outside() {
        return outside.get();
    }

    @Override
    public Optional<ChangeBatches> batches() {
        history.writtenBeside();
        return takesMany() ? Optional.of(new PostgresBatches(session, lines, resetBetween())) : Optional.empty();
    }

    @Override
    public Optional<StatementGroups> groups() {
        return takesMany() ? Optional.of(this::together) : Optional.empty();
    }

    /** Whether several statements of a script may go in one message. */
    boolean takesMany() {
        try {
            return server.major() >= LIMITS_EACH_STATEMENT && !otherStrings();
        } catch (SQLException e) {
            // the connection is gone: whoever sends the next statement says so
            return false;
        }
    }

    /** The way back is made by itself: the server reads a whole message first, and runs nothing of one with a mistake. */
    private long together(List<String> statements) throws SqlFailure {
        limitsStand = false;
        session.savepoint(GROUP);
        // the line's end closes a comment that a statement may end with
        String message = String.join("\n;\n", statements);
        try (Statement statement = session.statement()) {
            long rows = StatementRunner.count(statement, statement.execute(message));
            session.command("RELEASE SAVEPOINT " + GROUP);
            return rows;
        } catch (SQLException e) {
            SqlFailure failure = session.failure(e, "");
            if (!failure.connectionLost()) {
                session.rollbackTo(GROUP);
                session.command("RELEASE SAVEPOINT " + GROUP);
            }
            throw failure;
        } finally {
            session.idle();
        }
    }

    @Override
    public void currentSchema(String schema) throws SqlFailure {
        session.command(schemaSetting(schema));
    }

    static String schemaSetting(String schema) {
        return "SET search_path = \"" + schema.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void timeouts(Optional<Duration> lock, Optional<Duration> statement) throws SqlFailure {
        String settings =
                "; SET lock_timeout = " + milliseconds(lock) + "; SET statement_timeout = " + milliseconds(statement);
        if (limitsStand && settings.equals(timeouts)) {
            return;
        }
        session.command(settings.substring(2));
        limitsStand = true;
        // They are limits of the deployment, not of a script: a reset keeps them.
        timeouts = settings;
        lockLimit = lock.orElse(Duration.ZERO);
    }

    private static String milliseconds(Optional<Duration> limit) {
        return limit.map(duration -> Long.toString(Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()))))
                .orElse("DEFAULT");
    }

    @Override
    public boolean onlyInTheWay(SqlFailure failure) {
        return IN_THE_WAY.contains(failure.sqlState());
    }

    @Override
    public List<String> inTheWay() {
        return PostgresLocks.old(session, lockLimit);
    }

    @Override
    public List<String> roles() {
        return session.query(ROLES, row -> row.getString(1));
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
    public Contents contents(CatalogueObject table) throws SqlFailure {
        session.begin();
        try {
            session.command("SET TRANSACTION READ ONLY");
            session.command("SET LOCAL statement_timeout = '" + LONGEST_QUERY_SECONDS + "s'");
            return TableContents.of(session, named(table), LONGEST_QUERY_SECONDS);
        } finally {
            session.rollback();
        }
    }

    @Override
    public List<Unreadable> unreadable() {
        return PostgresUnreadable.read(session);
    }

    @Override
    public String identity() {
        return session.first(IDENTITY, row -> row.getString(1)).orElseThrow();
    }

    @Override
    public List<LockSeen> locks() {
        return touched().locks();
    }

    @Override
    public Touched touched() {
        return new PostgresTouched(session, outside, server.major()).read();
    }

    @Override
    public Touched foretold(String sql) {
        return new PostgresForetold(session).of(sql);
    }

    @Override
    public Optional<Survey> survey() {
        return Optional.of(new PostgresSurvey(session));
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
        try {
            return new PostgresCatalogue(session.connection()).read();
        } catch (SlipwayException e) {
            if (e.code() != ErrorCode.SCHEMA_LOCKED) {
                throw e;
            }
            List<String> holders = inTransaction() ? List.of() : PostgresLocks.old(session, ReadSession.LONGEST_WAIT);
            throw SlipwayException.of(
                            e.code(),
                            e.getMessage()
                                    + (holders.isEmpty()
                                            ? ""
                                            : " Sessions with locks for longer: " + String.join("; ", holders) + "."),
                            e.help())
                    .causedBy(e);
        }
    }

    @Override
    public void close() {
        outside.close();
        second.close();
        session.close();
    }
}
