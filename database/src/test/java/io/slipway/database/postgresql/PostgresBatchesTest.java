package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.target.Address;
import io.slipway.release.target.ChangeBatches.BatchedChange;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresBatchesTest {
    private static final Instant WHEN = Instant.parse("2026-03-29T01:30:00.123Z");
    private Address address;
    private Target target;
    private long fence;

    @BeforeEach
    void open() {
        address = Databases.fresh();
        target = Databases.open(address);
        fence = target.lock().tryAcquire("me").orElseThrow();
    }

    @AfterEach
    void close() {
        target.close();
    }

    private static HistoryEntry entry(String id, int statements) {
        return new HistoryEntry(
                0,
                HistoryEvent.APPLIED,
                "d'1\\",
                Optional.of(id),
                Optional.of("ddl/" + id + ".sql"),
                Optional.of("ddl"),
                Optional.empty(),
                "1.0.0",
                "a",
                statements,
                0,
                0,
                WHEN,
                "Zoë 'O' \\ 🙂",
                "{\"a\":\"'\\\\\"}");
    }

    private static BatchedChange change(String id, String... statements) {
        return new BatchedChange(List.of(statements), Optional.empty(), entry(id, statements.length));
    }

    private void run(BatchedChange... changes) throws SqlFailure {
        target.batches().orElseThrow().run(List.of(changes), fence, true);
    }

    private SqlFailure failure(BatchedChange... changes) throws SqlFailure {
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> run(changes));
        target.rollback();
        target.resetSession();
        return failure;
    }

    private List<String> applied() {
        return target.history().entries().stream()
                .map(entry -> entry.changeId().orElseThrow())
                .toList();
    }

    @Test
    void eachCommitsWithItsEntry() throws SqlFailure {
        run(
                change("1", "CREATE TABLE a (i int) -- the first", "SELECT pg_sleep(0.2)"),
                change("2", "CREATE TABLE b (i int)"));

        assertThat(target.inTransaction()).isFalse();
        assertThat(Databases.read(target, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("2");
        List<HistoryEntry> entries = target.history().entries();
        assertThat(entries).extracting(HistoryEntry::statements).containsExactly(2, 1);
        assertThat(entries.get(0).millis()).isBetween(200L, 60_000L);
        assertThat(entries.get(1).millis()).isLessThan(entries.get(0).millis());
        assertThat(entries.get(1))
                .usingRecursiveComparison()
                .ignoringFields("sequence", "millis")
                .isEqualTo(entry("2", 1));
    }

    @Test
    void whatFailsLeavesNothingAndThoseBeforeItStay() throws SqlFailure {
        SqlFailure failure = failure(
                change("1", "CREATE TABLE a (i int)"),
                change("2", "CREATE TABLE b (i int)", "CREATE TABLE a (i int)"),
                change("3", "CREATE TABLE c (i int)"));

        assertThat(failure.sqlState()).isEqualTo("42P07");
        assertThat(applied()).containsExactly("1");
        assertThat(Databases.read(target, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("a");
    }

    @Test
    void whatTheCommitRefusesLeavesNothing() throws SqlFailure {
        SqlFailure failure = failure(
                change("1", "CREATE TABLE a (i int PRIMARY KEY, b int REFERENCES a DEFERRABLE INITIALLY DEFERRED)"),
                change("2", "INSERT INTO a VALUES (1, 2)"),
                change("3", "CREATE TABLE c (i int)"));

        assertThat(failure.sqlState()).isEqualTo("23503");
        assertThat(applied()).containsExactly("1");
    }

    @Test
    void whoeverWasOvertakenWritesNothing() throws SqlFailure {
        target.execute("UPDATE slipway.lock SET fence = fence + 1");

        SqlFailure failure = failure(change("1", "CREATE TABLE a (i int)"), change("2", "CREATE TABLE b (i int)"));

        assertThat(failure.sqlState()).isEqualTo("23502");
        assertThat(applied()).isEmpty();
        assertThat(Databases.read(target, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .isEmpty();
    }

    @Test
    void noneInheritsWhatAnotherSet() throws SqlFailure {
        Databases.run(
                target, "CREATE SCHEMA other", "CREATE TABLE public.seen (n int, path text, off_ bool, cursors int)");
        String look = "INSERT INTO public.seen SELECT %d, current_setting('search_path'),"
                + " current_setting('synchronous_commit') = 'off', (SELECT count(*) FROM pg_cursors)";
        String usual = Databases.read(target, "SHOW synchronous_commit");
        target.batches()
                .orElseThrow()
                .run(
                        List.of(
                                new BatchedChange(
                                        List.of(
                                                look.formatted(1),
                                                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                                                "CREATE TEMP TABLE t (i int)"),
                                        Optional.of("other"),
                                        entry("1", 3)),
                                change("2", look.formatted(2), "CREATE TEMP TABLE t (i int)")),
                        fence,
                        true);

        assertThat(Databases.read(target, "SELECT * FROM public.seen ORDER BY n"))
                .isEqualTo("1,other,t,0;2,\"$user\", public," + (usual.equals("off") ? "t" : "f") + ",0");
        assertThat(Databases.read(target, "SELECT current_setting('slipway.began', true)"))
                .isIn("", "null");
    }

    private String plans() {
        return Databases.read(target, "SELECT name, prepare_time FROM pg_prepared_statements ORDER BY 1");
    }

    @Test
    void howALineIsWrittenIsPlannedOnceForASession() throws SqlFailure {
        run(change("1", "CREATE TABLE a (i int)"), change("2", "CREATE TABLE b (i int)"));
        String planned = plans();
        run(change("3", "CREATE TABLE c (i int)"));

        assertThat(planned).contains("line_for_slipway").contains("start_for_slipway");
        assertThat(plans()).isEqualTo(planned);
        assertThat(Databases.read(target, "SHOW plan_cache_mode")).isEqualTo("auto");
        assertThat(applied()).containsExactly("1", "2", "3");
    }

    @Test
    void thePlansGoWithAnyResetAndComeAgain() throws SqlFailure {
        run(change("1", "CREATE TABLE a (i int)"));
        target.resetSession();
        assertThat(plans()).isEmpty();
        run(change("2", "CREATE TABLE b (i int)"));

        // the first failure is found before anything is run, the second behind what was prepared
        failure(change("3", "CREATE TABEL c (i int)"));
        failure(change("3", "CREATE TABLE b (i int)"));
        run(change("3", "CREATE TABLE c (i int)"));
        failure(change("4", "DEALLOCATE ALL"));
        run(change("5", "CREATE TABLE d (i int)"));

        assertThat(applied()).containsExactly("1", "2", "3", "5");
    }

    @Test
    void whereBackslashesEscapeEachGoesByItself() throws SqlFailure {
        target.execute("SET standard_conforming_strings = off");
        assertThat(target.batches()).isEmpty();
        target.resetSession();
        assertThat(target.batches()).isPresent();
    }
}
