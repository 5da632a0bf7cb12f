package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** While somebody holds a table, a deployment that wants it neither hurries anybody nor blocks those who come later. */
class LockTimeoutTest {
    /** The statement's wait, and the shortest that MariaDB knows. */
    private static final long LOCK_MILLIS = 1_000;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void readersWaitNoLongerThanTheDeploymentAndItSucceedsOnceTheTableIsFree(String kind) throws Exception {
        StoryPlace place = place(kind, "lock: 1s, patience: 2min");
        try (Connection holder = place.database("dev").connect();
                Connection reader = place.database("dev").connect();
                Statement held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.executeQuery("SELECT count(*) FROM t").close();
            Future<CommandLineRun> deployment =
                    threads.submit(() -> CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev"));

            List<Long> reads = new ArrayList<>();
            long until = System.nanoTime() + 6_000_000_000L;
            while (System.nanoTime() < until) {
                reads.add(read(reader));
                Thread.sleep(20);
            }
            assertThat(deployment.isDone()).isFalse();
            long longest = reads.stream().mapToLong(Long::longValue).max().orElseThrow();
            // it was in the way at all, else nothing is measured; and not as long as the table was held, with room for
            // a
            // machine that does other things too
            assertThat(longest).isBetween(LOCK_MILLIS / 4, 4 * LOCK_MILLIS);

            holder.rollback();
            CommandLineRun run = deployment.get();
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.err())
                    .contains("002_more.sql: something is in the way")
                    .contains("tried again in 1 s");
            if (kind.equals("postgresql")) {
                assertThat(run.err())
                        .contains("Sessions with locks for longer: server process")
                        .contains("idle in transaction");
            }
        }
        assertThat(place.query("dev", "SELECT a, b FROM t")).containsExactly("1 | 2");
        assertThat(CommandLineRun.of(place.environment(), "history", "--of", "dev")
                        .out())
                .doesNotContain("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void whoseTableStaysHeldIsToldSoAndLeavesNothing(String kind) throws Exception {
        StoryPlace place = place(kind, "lock: 1s, patience: 3s");
        try (Connection holder = place.database("dev").connect();
                Statement held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.executeQuery("SELECT count(*) FROM t").close();
            CommandLineRun run = CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev");
            assertThat(run.exitCode()).as(run.toString()).isNotZero();
            assertThat(run.err())
                    .contains("tried again")
                    .contains("002_more.sql")
                    .containsIgnoringCase("lock");
            holder.rollback();
        }
        assertThat(place.query("dev", "SELECT a FROM t")).containsExactly("1");
        CommandLineRun again = CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev");
        assertThat(again.exitCode()).as(again.toString()).isZero();
    }

    /** It keeps nobody from working while it waits, and would leave an invalid index if it gave up. */
    @Test
    void whatIsBuiltConcurrentlyWaitsAsLongAsItTakes() throws Exception {
        StoryPlace place = place("postgresql", "lock: 1s, patience: 1s");
        CommandLineRun first = CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev");
        assertThat(first.exitCode()).as(first.toString()).isZero();
        write(place, "sql/ddl_direct/003_index.sql", "CREATE INDEX CONCURRENTLY t_b ON t (b);");
        assertThat(CommandLineRun.of(place.environment(), "package").exitCode()).isZero();
        try (Connection holder = place.database("dev").connect();
                Statement held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.executeUpdate("UPDATE t SET b = 3");
            Future<CommandLineRun> deployment =
                    threads.submit(() -> CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev"));
            Thread.sleep(3_500);
            assertThat(deployment.isDone()).isFalse();
            holder.commit();
            CommandLineRun run = deployment.get();
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.err()).doesNotContain("in the way");
        }
        assertThat(place.query("dev", "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_b'::regclass"))
                .containsExactly("t");
    }

    @Test
    void aStatementThatRunsTooLongIsEnded() throws Exception {
        StoryPlace place = place("postgresql", "statement: 1s");
        write(place, "sql/data_dml/003_slow.sql", "SELECT pg_sleep(0.1 + 60 * (SELECT count(*) FROM t WHERE a = 7));");
        assertThat(CommandLineRun.of(place.environment(), "package").exitCode()).isZero();
        place.database("dev").run("INSERT INTO t VALUES (7)");
        CommandLineRun run = CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev");
        assertThat(run.exitCode()).as(run.toString()).isNotZero();
        assertThat(run.err()).contains("003_slow.sql").contains("statement timeout");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            lock: soon      | 'lock' must be a number and ms, s, min or h, such as 30s, or none
            patience: none  | 'patience' must be a number
            statement: 0s   | 'statement' must be longer than nothing
            locks: 3s       | locks
            """)
    void aWrongLimitIsToldWithItsLine(String limits, String told) throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "sqlite");
        limit(place, limits);
        CommandLineRun run = CommandLineRun.of(place.environment(), "status");
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(78);
        assertThat(run.err()).contains(told).contains("slipway.yaml:");
    }

    private StoryPlace place(String kind, String limits) throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), kind);
        limit(place, limits);
        write(place, "sql/ddl/001_t.sql", "CREATE TABLE t (a integer);");
        write(place, "sql/data_dml/001_row.sql", "INSERT INTO t VALUES (1);");
        assertThat(CommandLineRun.of(place.environment(), "package").exitCode()).isZero();
        CommandLineRun run = CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        write(place, "sql/ddl/002_more.sql", "ALTER TABLE t ADD b integer DEFAULT 2;");
        assertThat(CommandLineRun.of(place.environment(), "package").exitCode()).isZero();
        return place;
    }

    private static void limit(StoryPlace place, String limits) throws Exception {
        Path file = place.root().resolve("slipway.yaml");
        Files.writeString(
                file, Files.readString(file).replaceFirst("(?m)^(  dev: .*) }$", "$1, timeouts: { " + limits + " } }"));
    }

    private static void write(StoryPlace place, String path, String sql) throws Exception {
        place.write(path, (sql + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** @return how long it took, in milliseconds */
    private static long read(Connection reader) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = reader.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM t").close();
        }
        return (System.nanoTime() - start) / 1_000_000;
    }
}
