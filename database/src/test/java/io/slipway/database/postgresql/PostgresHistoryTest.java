package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.JournalEntry.State;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock.Holder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresHistoryTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:11:12.123456Z");
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

    private static HistoryEntry applied(long sequence, String id) {
        return new HistoryEntry(
                sequence,
                HistoryEvent.APPLIED,
                "d1",
                Optional.of(id),
                Optional.of("ddl/" + id + ".sql"),
                Optional.of("ddl"),
                Optional.of("abc"),
                "1.0",
                "f00",
                3,
                7_000_000_000L,
                12,
                AT,
                "ann's \\ laptop",
                "{\"why\": \"a ? b\",  \"n\": 1}");
    }

    @Test
    void aDatabaseWithoutHistoryIsEmptyAndStaysSo() throws SqlFailure {
        target.execute("SET default_transaction_read_only = on");
        assertThat(target.history().entries()).isEmpty();
        assertThat(target.history().journal()).isEmpty();
        assertThat(target.lock().holder()).isEmpty();
        assertThat(Databases.read(target, "SELECT count(*) FROM pg_namespace WHERE nspname = 'slipway'"))
                .isEqualTo("0");
    }

    @Test
    void entriesComeBackAsWritten() throws SqlFailure {
        long fence = target.lock().tryAcquire("ann").orElseThrow();
        target.history().append(applied(0, "a"), fence);
        HistoryEntry about = new HistoryEntry(
                0,
                HistoryEvent.DEPLOYMENT_COMPLETED,
                "d1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "1.0",
                "f00",
                0,
                0,
                0,
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                "ann",
                "{}");
        target.history().append(about, fence);
        // A script may leave any of this behind.
        Databases.run(target, "SET search_path = ''", "SET TimeZone = 'Asia/Tokyo'", "SET extra_float_digits = -15");
        List<HistoryEntry> entries = target.history().entries();
        assertThat(entries.get(0)).isEqualTo(applied(1, "a"));
        assertThat(entries.get(1))
                .usingRecursiveComparison()
                .ignoringFields("sequence")
                .isEqualTo(about);
        assertThat(entries.get(1).sequence()).isGreaterThan(1);
    }

    @Test
    void projectsDoNotMeet() {
        try (Target other = Databases.open(address, "stock")) {
            long fence = target.lock().tryAcquire("ann").orElseThrow();
            target.history().append(applied(0, "a"), fence);
            assertThat(other.lock().tryAcquire("bob")).isPresent();
            assertThat(other.history().entries()).isEmpty();
        }
    }

    @Test
    void anEntryBelongsToTheOpenTransaction() throws SqlFailure {
        long fence = target.lock().tryAcquire("ann").orElseThrow();
        target.begin();
        target.execute("CREATE TABLE t (a int)");
        target.history().append(applied(0, "a"), fence);
        target.rollback();
        assertThat(target.history().entries()).isEmpty();
    }

    @Test
    void anEntryIsWrittenAsTheDeployerWhateverTheScriptBecame() throws SqlFailure {
        long fence = target.lock().tryAcquire("ann").orElseThrow();
        target.execute("CREATE ROLE weak NOLOGIN");
        target.begin();
        Databases.run(target, "SET ROLE weak", "SET search_path = ''");
        target.history().append(applied(0, "a"), fence);
        target.commit();
        target.begin();
        target.execute("SET LOCAL SESSION AUTHORIZATION weak");
        target.history().append(applied(0, "b"), fence);
        target.commit();
        assertThat(target.history().entries()).hasSize(2);
        target.execute("DROP ROLE weak");
    }

    @Test
    void anOlderFenceWritesNothing() {
        long old = target.lock().tryAcquire("ann").orElseThrow();
        target.lock().release();
        try (Target other = Databases.open(address)) {
            assertThat(other.lock().tryAcquire("bob").orElseThrow()).isGreaterThan(old);
        }
        assertLost(() -> target.history().append(applied(0, "a"), old));
        assertLost(() -> target.history().journal(journal(1, State.STARTED), old));
        assertLost(() -> target.history().clearJournal("a@1", old));
        assertThat(target.history().entries()).isEmpty();
        assertThat(target.history().journal()).isEmpty();
    }

    private static void assertLost(Runnable write) {
        SlipwayException e = catchThrowableOfType(SlipwayException.class, write::run);
        assertThat(e.code()).isEqualTo(ErrorCode.LOCK_LOST);
    }

    private static JournalEntry journal(int statement, State state) {
        return new JournalEntry("d1", "a@1", "apply", statement, "beef", state, Optional.empty());
    }

    @Test
    void theJournalKeepsTheLastWordPerStatement() {
        long fence = target.lock().tryAcquire("ann").orElseThrow();
        target.history().journal(journal(2, State.STARTED), fence);
        target.history().journal(journal(1, State.STARTED), fence);
        target.history().journal(journal(1, State.DONE), fence);
        JournalEntry failed = new JournalEntry("d2", "a@1", "apply", 2, "cafe", State.FAILED, Optional.of("no"));
        target.history().journal(failed, fence);
        assertThat(target.history().journal()).containsExactly(journal(1, State.DONE), failed);
        target.history().clearJournal("b@1", fence);
        assertThat(target.history().journal()).hasSize(2);
        target.history().clearJournal("a@1", fence);
        assertThat(target.history().journal()).isEmpty();
    }

    @Test
    void historyCannotBeEdited() {
        long fence = target.lock().tryAcquire("ann").orElseThrow();
        target.history().append(applied(0, "a"), fence);
        for (String edit : List.of(
                "UPDATE slipway.history SET version = 'x'",
                "DELETE FROM slipway.history",
                "TRUNCATE slipway.history")) {
            SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> target.execute(edit));
            assertThat(failure.getMessage()).contains("only ever added to").contains("Hint: ");
        }
    }

    @Test
    void aNewerLayoutIsRefused() throws SqlFailure {
        target.history().prepare();
        target.execute("UPDATE slipway.format SET version = 99");
        try (Target later = Databases.open(address)) {
            for (Runnable use : List.<Runnable>of(
                    later.history()::prepare,
                    later.history()::entries,
                    () -> later.lock().tryAcquire("ann"))) {
                SlipwayException e = catchThrowableOfType(SlipwayException.class, use::run);
                assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_NEWER_FORMAT);
            }
            assertThat(Databases.read(target, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void manySessionsMayPrepareAtOnce() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.runAsync(() -> {
                try (Target session = Databases.open(address)) {
                    session.history().prepare();
                }
            }));
        }
        all.forEach(CompletableFuture::join);
        assertThat(Databases.read(target, "SELECT id, version FROM slipway.format"))
                .isEqualTo("1,1");
    }

    @Test
    void theSchemaMayBeMadeByAnAdministratorBeforehand() throws SqlFailure {
        Databases.server().createUser("deployer", Secret.of("it's \\ secret"));
        Address deployer = new Address(address.url(), "deployer", Secret.of("it's \\ secret"), Optional.empty());
        try (Target session = Databases.open(deployer)) {
            SlipwayException e = catchThrowableOfType(
                    SlipwayException.class, () -> session.history().prepare());
            assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_UNUSABLE);
            assertThat(e).hasMessageContaining("permission denied").hasMessageContaining("42501");
            target.execute("CREATE SCHEMA slipway AUTHORIZATION deployer");
            long fence = session.lock().tryAcquire("ann").orElseThrow();
            session.history().append(applied(0, "a"), fence);
            assertThat(session.history().entries()).hasSize(1);
        }
    }

    @Test
    void oneHoldsTheLockAndTheOthersSeeWho() {
        try (Target other = Databases.open(address)) {
            Instant before = Instant.now().minusSeconds(1);
            long first = target.lock().tryAcquire("ann@laptop").orElseThrow();
            assertThat(target.lock().tryAcquire("ann@laptop")).contains(first);
            assertThat(other.lock().tryAcquire("bob")).isEmpty();
            Holder holder = other.lock().holder().orElseThrow();
            assertThat(holder.who()).isEqualTo("ann@laptop");
            assertThat(holder.since()).isBetween(before, Instant.now().plusSeconds(1));
            target.lock().release();
            target.lock().release();
            assertThat(other.lock().tryAcquire("bob")).contains(first + 1);
        }
    }

    @Test
    void aSessionThatEndsFreesTheLock() throws Exception {
        Target doomed = Databases.open(address);
        long first = doomed.lock().tryAcquire("ann").orElseThrow();
        String pid = Databases.read(doomed, "SELECT pg_backend_pid()");
        doomed.begin();
        doomed.execute("SELECT 1");
        target.execute("SELECT pg_terminate_backend(" + pid + ")");
        Optional<Long> second = target.lock().tryAcquire("bob");
        for (int tries = 0; second.isEmpty() && tries < 100; tries++) {
            Thread.sleep(20);
            second = target.lock().tryAcquire("bob");
        }
        assertThat(second).contains(first + 1);
        SlipwayException e = catchThrowableOfType(
                SlipwayException.class, () -> doomed.history().append(applied(0, "a"), first));
        assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        doomed.close();
    }

    @Test
    void aHolderIsKnownBeforeItHasWrittenItsName() throws SqlFailure {
        target.execute("SELECT pg_advisory_lock(" + PostgresLock.key("shop") + ")");
        try (Target other = Databases.open(address)) {
            assertThat(other.lock().tryAcquire("bob")).isEmpty();
            Holder holder = other.lock().holder().orElseThrow();
            assertThat(holder.who()).isEqualTo("postgres at 127.0.0.1");
            assertThat(holder.session().orElseThrow().name()).startsWith("server process ");
        }
    }
}
