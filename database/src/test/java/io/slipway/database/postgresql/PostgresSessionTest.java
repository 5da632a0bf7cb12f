package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Target.CopyRows;
import io.slipway.release.target.Target.HalfBuilt;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSessionTest {
    private Address address;
    private Target target;

    @BeforeEach
    void open() {
        address = Databases.fresh();
        target = Databases.open(address);
    }

    @AfterEach
    void close() {
        target.close();
    }

    private SqlFailure failure(String sql) {
        return catchThrowableOfType(SqlFailure.class, () -> target.execute(sql));
    }

    @Test
    void aFailureSaysWhatAndWhere() {
        SqlFailure failure = failure("SELECT '😀é', nme FROM (SELECT 1 AS name) t");
        assertThat(failure.sqlState()).isEqualTo("42703");
        assertThat(failure.getMessage())
                .startsWith("column \"nme\" does not exist")
                .contains("\nHint: ");
        assertThat(failure.position()).hasValue("SELECT '😀é', ".length() + 1);
        assertThat(failure.connectionLost()).isFalse();
    }

    @Test
    void aFailureInAFunctionTellsItsContext() throws SqlFailure {
        target.execute("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM nothing(); END $$");
        SqlFailure failure = failure("SELECT f()");
        assertThat(failure.sqlState()).isEqualTo("42883");
        assertThat(failure.getMessage())
                .contains("\nQuery: SELECT nothing()")
                .contains("\nWhere: PL/pgSQL function f()");
        assertThat(failure.position()).isEmpty();
    }

    @Test
    void aFailureAtTheEndHasAPlace() {
        assertThat(failure("SELECT (").position()).hasValue(9);
    }

    @Test
    void whatSomebodyBuildsAtThisMomentIsNotHalfBuilt() throws Exception {
        Databases.run(target, "CREATE TABLE t (i int)", "INSERT INTO t VALUES (1), (1)", "CREATE TABLE u (i int)");
        assertThat(failure("CREATE UNIQUE INDEX CONCURRENTLY \"Left\" ON t (i)"))
                .isNotNull();
        try (Target blocking = Databases.open(address);
                Target building = Databases.open(address)) {
            blocking.begin();
            blocking.execute("INSERT INTO u VALUES (1)");
            CompletableFuture<SqlFailure> built = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                    SqlFailure.class, () -> building.execute("CREATE INDEX CONCURRENTLY being_built ON u (i)")));
            String progress = "SELECT count(*) FROM pg_stat_progress_create_index WHERE index_relid <> 0";
            for (int tries = 0; !Databases.read(target, progress).equals("1") && tries < 500; tries++) {
                Thread.sleep(20);
            }
            assertThat(Databases.read(target, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                    .isEqualTo("2");
            assertThat(target.halfBuilt()).extracting(HalfBuilt::shown).containsExactly("public.\"Left\"");
            // who may not see what others do must not overlook what is left
            target.execute("SET ROLE pg_signal_backend");
            assertThat(target.halfBuilt()).extracting(HalfBuilt::name).contains("Left");
            target.execute("RESET ROLE");
            blocking.commit();
            assertThat(built.get(30, TimeUnit.SECONDS)).isNull();
        }
        assertThat(target.halfBuilt()).hasSize(1);
        target.execute(target.halfBuilt().get(0).drop());
        assertThat(target.halfBuilt()).isEmpty();
    }

    @Test
    void anEndedSessionIsALostConnection() {
        SqlFailure failure = failure("SELECT pg_terminate_backend(pg_backend_pid())");
        assertThat(failure.sqlState()).isEqualTo("57P01");
        assertThat(failure.connectionLost()).isTrue();
        assertThat(failure("SELECT 1").connectionLost()).isTrue();
    }

    @Test
    void anIdleTransactionThatTheServerEndsIsALostConnection() throws Exception {
        target.execute("SET idle_in_transaction_session_timeout = 50");
        target.begin();
        Thread.sleep(200);
        assertThat(failure("SELECT 1").connectionLost()).isTrue();
    }

    @Test
    void cancelEndsARunningStatement() throws Exception {
        CompletableFuture<SqlFailure> failed = CompletableFuture.supplyAsync(() -> failure("SELECT pg_sleep(30)"));
        // A cancellation that overtakes its statement is lost, and the driver sends no second one.
        try (Target watching = Databases.open(address)) {
            String running =
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
                            + " AND datname = current_database()";
            while (!failed.isDone() && Databases.read(watching, running).equals("0")) {
                Thread.sleep(20);
            }
        }
        target.cancel();
        assertThat(failed.get(5, TimeUnit.SECONDS).sqlState()).isEqualTo("57014");
        assertThat(failed.get().connectionLost()).isFalse();
        target.cancel();
        target.execute("SELECT 1");
    }

    /** Views are printed under a lock, which waits behind everybody who wants the table for himself. */
    @Test
    void theSchemaIsNotWaitedForForever() throws SqlFailure {
        target.execute("CREATE TABLE held (id int); ");
        target.execute("CREATE VIEW seen AS SELECT id FROM held");
        try (Target holder = Databases.open(address)) {
            holder.begin();
            holder.execute("LOCK TABLE held, seen");
            assertThatThrownBy(target::catalogue)
                    .isInstanceOfSatisfying(
                            SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_LOCKED))
                    .hasMessageContaining("server process " + Databases.read(holder, "SELECT pg_backend_pid()"));
            holder.rollback();
        }
        assertThat(target.catalogue().objects()).containsKey("view public.seen");
    }

    @Test
    void timeoutsHold() throws SqlFailure {
        target.timeouts(Optional.of(Duration.ofMillis(50)), Optional.of(Duration.ofMillis(100)));
        assertThat(failure("SELECT pg_sleep(10)").sqlState()).isEqualTo("57014");
        target.resetSession();
        assertThat(failure("SELECT pg_sleep(10)").sqlState()).isEqualTo("57014");
        target.timeouts(Optional.empty(), Optional.empty());
        assertThat(Databases.read(
                        target, "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"))
                .isEqualTo("0,0");
    }

    @Test
    void aResetForgetsWhatAScriptSet() throws SqlFailure {
        Databases.run(target, "CREATE ROLE other_" + target.hashCode(), "CREATE SCHEMA app");
        String settings =
                "SELECT current_user, session_user, current_schemas(false), current_setting('application_name'),"
                        + " current_setting('work_mem'), current_setting('DateStyle'),"
                        + " to_regclass('pg_temp.t') IS NULL, (SELECT count(*) FROM pg_prepared_statements),"
                        + " (SELECT count(*) FROM pg_cursors), (SELECT count(*) FROM pg_listening_channels())";
        String before = Databases.read(target, settings);
        Databases.run(
                target,
                "CREATE TEMP TABLE t (a int)",
                "PREPARE p AS SELECT 1",
                "LISTEN news",
                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                "SET work_mem = '64kB'",
                "SET search_path = ''",
                "SET datestyle = 'ISO, DMY'",
                "SET application_name = 'mine'",
                "SET ROLE other_" + target.hashCode());
        target.resetSession();
        assertThat(Databases.read(target, settings.replace("(SELECT count(*) FROM pg_cursors)", "0")))
                .isEqualTo(before);
        Databases.run(target, "SET SESSION AUTHORIZATION other_" + target.hashCode());
        target.resetSession();
        assertThat(Databases.read(target, "SELECT current_user = 'postgres'")).isEqualTo("t");
        Databases.run(target, "DROP ROLE other_" + target.hashCode());
    }

    @Test
    void aResetGoesBackToTheSchemaOfTheEnvironment() throws SqlFailure {
        Databases.run(target, "CREATE SCHEMA app");
        Address inApp = new Address(address.url(), address.user(), address.password(), Optional.of("app, public"));
        try (Target session = Databases.open(inApp)) {
            session.execute("SET search_path = public");
            session.resetSession();
            session.execute("CREATE TABLE t (a int)");
            assertThat(Databases.read(session, "SELECT 't'::regclass, to_regclass('app.t') IS NOT NULL"))
                    .isEqualTo("t,t");
        }
    }

    @Test
    void aResetKeepsTheLock() throws SqlFailure {
        assertThat(target.lock().tryAcquire("ann")).isPresent();
        target.resetSession();
        try (Target other = Databases.open(address)) {
            assertThat(other.lock().tryAcquire("bob")).isEmpty();
        }
    }

    @Test
    void copyBringsRowsIn() throws SqlFailure {
        target.execute("CREATE TABLE item (id int, name text)");
        target.begin();
        CopyRows rows = target.copy("COPY item FROM stdin");
        rows.write("1\tone\n2\tzw");
        rows.write("ei é😀\n");
        assertThat(rows.finish()).isEqualTo(2);
        target.commit();
        assertThat(Databases.read(target, "SELECT id, name FROM item ORDER BY id"))
                .isEqualTo("1,one;2,zwei é😀");
    }

    @Test
    void copyFailsWithTheServersWords() throws SqlFailure {
        target.execute("CREATE TABLE item (id int)");
        target.begin();
        CopyRows rows = target.copy("COPY item FROM stdin");
        rows.write("1\nx\n");
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, rows::finish);
        assertThat(failure.sqlState()).isEqualTo("22P02");
        assertThat(failure.getMessage()).contains("COPY item, line 2, column id: \"x\"");
        assertThat(failure.connectionLost()).isFalse();
        target.rollback();
        assertThat(Databases.read(target, "SELECT count(*) FROM item")).isEqualTo("0");
        assertThat(catchThrowableOfType(SqlFailure.class, () -> target.copy("COPY nowhere FROM stdin"))
                        .sqlState())
                .isEqualTo("42P01");
    }

    @Test
    void anAbandonedCopyCopiesNothing() throws SqlFailure {
        target.execute("CREATE TABLE item (id int)");
        CopyRows rows = target.copy("COPY item FROM stdin");
        rows.write("1\n");
        rows.abort();
        CopyRows cancelled = target.copy("COPY item FROM stdin");
        cancelled.write("1\n");
        target.cancel();
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> cancelled.write("2\n"));
        assertThat(failure.sqlState()).isEqualTo("57014");
        assertThat(Databases.read(target, "SELECT count(*) FROM item")).isEqualTo("0");
    }

    @Test
    void copyFollowsTheScriptsEncoding() throws SqlFailure {
        Databases.run(target, "CREATE TABLE item (name text)", "SET client_encoding = 'LATIN1'");
        CopyRows rows = target.copy("COPY item FROM stdin");
        rows.write("é\n");
        rows.finish();
        target.execute("INSERT INTO item VALUES ('ü')");
        target.resetSession();
        assertThat(Databases.read(target, "SELECT string_agg(name, '' ORDER BY name) = 'éü' FROM item"))
                .isEqualTo("t");
    }

    @Test
    void locksAreTheStrongestPerObject() throws SqlFailure {
        Databases.run(
                target,
                "CREATE TABLE customer (id int PRIMARY KEY, name text)",
                "CREATE TABLE \"Odd One\" (id serial)",
                "CREATE VIEW names AS SELECT name FROM customer",
                "CREATE TABLE gone (id int)");
        target.begin();
        assertThat(target.locks()).isEmpty();
        Databases.run(
                target,
                "SELECT * FROM names",
                "ALTER TABLE customer ADD COLUMN age int",
                "INSERT INTO \"Odd One\" DEFAULT VALUES",
                "DROP TABLE gone");
        List<LockSeen> locks = target.locks();
        assertThat(locks).isSortedAccordingTo(Comparator.comparing(LockSeen::object));
        assertThat(locks)
                .contains(new LockSeen("index public.customer_pkey", "AccessShareLock"))
                .filteredOn(lock -> !lock.object().startsWith("index "))
                .containsExactly(
                        new LockSeen("sequence public.\"Odd One_id_seq\"", "RowExclusiveLock"),
                        new LockSeen("table public.\"Odd One\"", "RowExclusiveLock"),
                        new LockSeen("table public.customer", "AccessExclusiveLock"),
                        new LockSeen("table public.gone", "AccessExclusiveLock"),
                        new LockSeen("view public.names", "AccessShareLock"));
        target.rollback();
        assertThat(target.locks()).isEmpty();
    }

    @Test
    void theTimeZoneIsTheServersNotThisMachines() throws SqlFailure {
        String zone = "SELECT current_setting('TimeZone')";
        assertThat(Databases.read(target, zone)).isEqualTo("UTC");
        target.execute("SET TimeZone = 'Asia/Tokyo'");
        target.resetSession();
        assertThat(Databases.read(target, zone)).isEqualTo("UTC");
        String database = Databases.read(target, "SELECT current_database()");
        target.execute("ALTER DATABASE " + database + " SET TimeZone = 'Europe/Oslo'");
        try (Target session = Databases.open(address)) {
            assertThat(Databases.read(session, zone)).isEqualTo("Europe/Oslo");
        }
    }

    @Test
    void theServerSaysWhatItIs() {
        assertThat(target.server().product()).isEqualTo("PostgreSQL");
        assertThat(target.server().major())
                .isEqualTo(Databases.server().server().major());
        assertThat(target.server().version())
                .isEqualTo(Databases.server().server().version());
    }

    @Test
    void aPasswordNeverShows() {
        Address wrong = new Address(address.url(), "postgres", Secret.of("hunter2"), Optional.empty());
        assertThat(wrong.toString()).doesNotContain("hunter2");
    }
}
