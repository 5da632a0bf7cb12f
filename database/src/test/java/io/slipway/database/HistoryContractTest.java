package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.target.Address;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine relies on in the lock and the history that a database keeps. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class HistoryContractTest {
    private static final Instant WHEN = Instant.parse("2026-03-29T01:30:00.123456Z");
    private Subject subject;
    private Address address;
    private Target target;

    abstract Subject subject();

    @BeforeEach
    void connect() {
        subject = subject();
        address = subject.newDatabase();
        target = subject.connect(address);
    }

    @AfterEach
    void disconnect() {
        target.close();
    }

    @Test
    void lookingAtAnUntouchedDatabaseCreatesNothing() {
        assertThat(target.history().entries()).isEmpty();
        assertThat(target.history().journal()).isEmpty();
        assertThat(target.lock().holder()).isEmpty();
        assertThatExceptionOfType(SqlFailure.class)
                .isThrownBy(() -> target.execute("SELECT * FROM " + subject.table("format")));
    }

    @Test
    void preparingTwiceIsPreparingOnce() {
        target.history().prepare();
        target.history().prepare();
        try (Target other = subject.connect(address)) {
            other.history().prepare();
            assertThat(other.history().entries()).isEmpty();
        }
    }

    @Test
    void twoSessionsMayPrepareAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            Address fresh = subject.newDatabase();
            CyclicBarrier together = new CyclicBarrier(4);
            List<CompletableFuture<Void>> sessions = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sessions.add(CompletableFuture.runAsync(() -> {
                    try (Target session = subject.connect(fresh)) {
                        together.await(1, TimeUnit.MINUTES);
                        session.history().prepare();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            for (CompletableFuture<Void> session : sessions) {
                session.get(1, TimeUnit.MINUTES);
            }
            assertThat(subject.value(fresh, "SELECT count(*) FROM " + subject.table("format")))
                    .isEqualTo("1");
        }
    }

    @Test
    void aNewerLayoutIsRefused() throws SqlFailure {
        target.history().prepare();
        target.execute("UPDATE " + subject.table("format") + " SET version = 99");
        try (Target other = subject.connect(address)) {
            assertRefused(() -> other.history().entries(), ErrorCode.HISTORY_NEWER_FORMAT);
            assertRefused(() -> other.history().prepare(), ErrorCode.HISTORY_NEWER_FORMAT);
            assertRefused(() -> other.lock().tryAcquire("me"), ErrorCode.HISTORY_NEWER_FORMAT);
        }
    }

    @Test
    void everyFieldOfAnEntryComesBack() throws SqlFailure {
        long fence = acquire(target);
        String note = "{\"text\": \"it's \\\"quoted\\\" \\\\ 漢 😀 é\", \"long\": \"" + "x".repeat(200_000) + "\"}";
        HistoryEntry full = new HistoryEntry(
                0,
                HistoryEvent.APPLIED,
                "deployment 'one' \\ 漢",
                Optional.of("sql/2_é's \"x\" \\ 😀.sql"),
                Optional.of("sql/2_é's \"x\" \\ 😀.sql"),
                Optional.of("packagebody"),
                Optional.of("0123456789abcdef".repeat(4)),
                "1.0-β",
                "fedcba9876543210".repeat(4),
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                1L << 40,
                WHEN,
                "José O'Neil <j@example.org>",
                note);
        HistoryEntry bare = bare("second");
        target.begin();
        target.history().append(full, fence);
        target.commit();
        target.history().append(bare, fence);

        List<HistoryEntry> entries = target.history().entries();
        assertThat(entries)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
                .containsExactly(full, bare);
        assertThat(entries.get(0).sequence())
                .isPositive()
                .isLessThan(entries.get(1).sequence());
        try (Target other = subject.connect(address);
                Target stranger = subject.product().connect(address, "other project")) {
            assertThat(other.history().entries()).isEqualTo(entries);
            assertThat(stranger.history().entries()).isEmpty();
        }
    }

    @Test
    void itIsReadAPageAtATime() {
        long fence = acquire(target);
        for (int i = 0; i < 5; i++) {
            target.history()
                    .append(
                            entry(
                                    i % 2 == 0 ? HistoryEvent.APPLIED : HistoryEvent.FAILED,
                                    "ddl/" + i + (i == 3 ? "_100%_Sure!" : "_plain") + ".sql",
                                    "1." + i,
                                    i == 4 ? "Zoë@Laptop" : "ann@node"),
                            fence);
        }
        TargetHistory history = target.history();
        List<HistoryEntry> all = history.entries();
        assertThat(history.after(0, 3)).isEqualTo(all.subList(0, 3));
        assertThat(history.after(all.get(2).sequence(), 3)).isEqualTo(all.subList(3, 5));
        assertThat(history.after(all.get(4).sequence(), 3)).isEmpty();

        assertThat(history.newest(HistoryFilter.ALL, Long.MAX_VALUE, 2)).containsExactly(all.get(4), all.get(3));
        assertThat(history.newest(HistoryFilter.ALL, all.get(3).sequence(), 9))
                .containsExactly(all.get(2), all.get(1), all.get(0));
        assertThat(history.newest(new HistoryFilter(Optional.of(HistoryEvent.FAILED), ""), Long.MAX_VALUE, 9))
                .containsExactly(all.get(3), all.get(1));
        assertThat(found(history, "0%_sURE!")).containsExactly(all.get(3));
        assertThat(found(history, "%")).containsExactly(all.get(3));
        assertThat(found(history, "3_1")).containsExactly(all.get(3));
        assertThat(found(history, "laptop")).containsExactly(all.get(4));
        assertThat(found(history, "1.1")).containsExactly(all.get(1));
        assertThat(found(history, "1.")).isEmpty();
        assertThat(HistoryState.of(history)).isEqualTo(HistoryState.of(all, List.of()));

        for (HistoryEntry one : all) {
            String id = one.changeId().orElseThrow();
            assertThat(history.about(Set.of(id)))
                    .isEqualTo(all.stream()
                            .filter(entry -> entry.changeId().orElseThrow().equals(id))
                            .toList());
        }
        assertThat(history.about(Set.of())).isEmpty();
    }

    private static List<HistoryEntry> found(TargetHistory history, String text) {
        return history.newest(new HistoryFilter(Optional.empty(), text), Long.MAX_VALUE, 9);
    }

    private static HistoryEntry entry(HistoryEvent event, String path, String version, String by) {
        return new HistoryEntry(
                0,
                event,
                "d",
                Optional.of(path),
                Optional.of(path),
                Optional.of("ddl"),
                Optional.of("0".repeat(64)),
                version,
                "1".repeat(64),
                1,
                0,
                1,
                WHEN,
                by,
                "{}");
    }

    @Test
    void anEntrySharesTheFateOfItsTransaction() throws SqlFailure {
        long fence = acquire(target);
        target.execute("CREATE TABLE t (i int)");
        target.begin();
        target.execute("INSERT INTO t VALUES (1)");
        target.history().append(bare("undone"), fence);
        target.rollback();
        assertThat(target.history().entries()).isEmpty();
        target.begin();
        target.execute("INSERT INTO t VALUES (2)");
        target.history().append(bare("done"), fence);
        target.commit();
        assertThat(target.history().entries())
                .extracting(HistoryEntry::deployment)
                .containsExactly("done");
        assertThat(subject.value(address, "SELECT sum(i) FROM t")).isEqualTo("2");
    }

    @Test
    void aScriptsSettingsDoNotSpoilItsEntry() throws SqlFailure {
        long fence = acquire(target);
        target.begin();
        for (String rude : subject.rudeness()) {
            if (!rude.startsWith("ATTACH")) { // refused in a transaction
                target.execute(rude);
            }
        }
        target.history().append(bare("é \\ 漢 'x'"), fence);
        target.commit();
        target.resetSession();
        assertThat(target.history().entries())
                .extracting(HistoryEntry::deployment)
                .containsExactly("é \\ 漢 'x'");
        target.history().append(bare("next"), fence);
        try (Target other = subject.connect(address)) {
            assertThat(other.history().entries()).hasSize(2);
            assertThat(other.lock().tryAcquire("other")).isEmpty();
        }
    }

    @Test
    void theJournalIsWrittenOverwrittenAndForgotten() {
        long fence = acquire(target);
        JournalEntry one = journal("a@1", 1, JournalEntry.State.STARTED, Optional.empty());
        JournalEntry two = journal("a@1", 2, JournalEntry.State.STARTED, Optional.empty());
        target.history().journal(two, fence);
        target.history().journal(one, fence);
        target.history().journal(one, fence);
        assertThat(target.history().journal()).containsExactly(one, two);
        JournalEntry failed = journal("a@1", 2, JournalEntry.State.FAILED, Optional.of("it's 漢"));
        target.history().journal(failed, fence);
        assertThat(target.history().journal()).containsExactly(one, failed);
        target.history().clearJournal("b@2", fence);
        assertThat(target.history().journal()).hasSize(2);
        target.history().clearJournal("a@1", fence);
        assertThat(target.history().journal()).isEmpty();
    }

    @Test
    void theJournalOfAScriptsTransactionStaysWhenThatIsUndone() throws SqlFailure {
        if (subject.server().equals("SQLite")) {
            // one writer at a time: there it goes with the transaction
            return;
        }
        long fence = acquire(target);
        target.execute("BEGIN");
        JournalEntry entry = journal("a@1", 1, JournalEntry.State.STARTED, Optional.empty());
        target.history().journal(entry, fence);
        target.rollback();
        assertThat(target.history().journal()).containsExactly(entry);
        target.begin();
        target.history().journal(journal("a@1", 1, JournalEntry.State.DONE, Optional.empty()), fence);
        target.rollback();
        assertThat(target.history().journal()).containsExactly(entry);
    }

    @Test
    void onlyOneSessionHoldsTheLock() {
        Instant before = Instant.now().minusSeconds(1);
        long first = acquire(target);
        try (Target other = subject.connect(address)) {
            assertThat(other.lock().tryAcquire("other")).isEmpty();
            Holder holder = other.lock().holder().orElseThrow();
            assertThat(holder.who()).isEqualTo("me at 漢's");
            assertThat(holder.since()).isBetween(before, Instant.now().plusSeconds(1));
            assertThat(target.lock().holder()).contains(holder);
            target.lock().release();
            target.lock().release();
            assertThat(other.lock().holder()).isEmpty();
            assertThat(other.lock().tryAcquire("other"))
                    .hasValueSatisfying(fence -> assertThat(fence).isGreaterThan(first));
            assertThat(target.lock().tryAcquire("me")).isEmpty();
            other.lock().release();
        }
        assertThat(target.lock().tryAcquire("me"))
                .hasValueSatisfying(fence -> assertThat(fence).isGreaterThan(first + 1));
    }

    @Test
    void theLockOutlivesAResetAndAScript() throws SqlFailure {
        acquire(target);
        for (String rude : subject.rudeness()) {
            target.execute(rude);
        }
        target.rollback();
        target.resetSession();
        target.execute("SELECT 1");
        target.resetSession();
        try (Target other = subject.connect(address)) {
            assertThat(other.lock().tryAcquire("other")).isEmpty();
        }
    }

    @Test
    void theEndOfASessionFreesItsLock() throws InterruptedException {
        long before = acquire(target);
        subject.killSessions(address, target);
        try (Target other = subject.connect(address)) {
            Instant limit = Instant.now().plus(Duration.ofSeconds(20));
            Optional<Long> fence = other.lock().tryAcquire("other");
            while (fence.isEmpty() && Instant.now().isBefore(limit)) {
                Thread.sleep(100);
                fence = other.lock().tryAcquire("other");
            }
            assertThat(fence).hasValueSatisfying(number -> assertThat(number).isGreaterThan(before));
        }
    }

    @Test
    void whoLostTheLockCanWriteNothing() {
        long stale = acquire(target);
        target.history().journal(journal("a@1", 1, JournalEntry.State.STARTED, Optional.empty()), stale);
        target.lock().release();
        try (Target other = subject.connect(address)) {
            long fence = acquire(other);
            assertRefused(() -> target.history().append(bare("late"), stale), ErrorCode.LOCK_LOST);
            assertRefused(
                    () -> target.history().journal(journal("a@1", 1, JournalEntry.State.DONE, Optional.empty()), stale),
                    ErrorCode.LOCK_LOST);
            assertRefused(() -> target.history().clearJournal("a@1", stale), ErrorCode.LOCK_LOST);
            assertThat(other.history().journal()).hasSize(1);
            other.history().append(bare("in time"), fence);
            assertThat(other.history().entries()).hasSize(1);
        }
    }

    private static long acquire(Target target) {
        return target.lock().tryAcquire("me at 漢's").orElseThrow();
    }

    private static JournalEntry journal(String key, int statement, JournalEntry.State state, Optional<String> note) {
        return new JournalEntry("deployment", key, "apply", statement, "ab".repeat(32), state, note);
    }

    private static HistoryEntry bare(String deployment) {
        return new HistoryEntry(
                0,
                HistoryEvent.DEPLOYMENT_STARTED,
                deployment,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "1",
                "00",
                0,
                0,
                0,
                WHEN,
                "me",
                "{}");
    }

    private static void assertRefused(ThrowingCallable refused, ErrorCode code) {
        assertThatExceptionOfType(SlipwayException.class)
                .isThrownBy(refused)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
