package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandLineRun;
import io.slipway.cli.CommandProcess;
import io.slipway.cli.torture.TortureScripts.Step;
import io.slipway.testkit.DatabaseServer;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.ProcessLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server has no more room on its disk, no more memory, or loses one of its processes to the lack of it. */
class ScarceTest {
    private static final long MEGABYTE = 1 << 20;
    private static final long LONGEST_RUN = 180;
    private static final Step TABLES =
            new Step("CREATE TABLE effect (n integer NOT NULL)", "SELECT count(*) - count(*) + 1 FROM effect");
    private static final Step BIG =
            new Step("CREATE TABLE big (x varchar(100))", "SELECT count(*) - count(*) + 1 FROM big");

    /** More than 30 MB of them. */
    private static final String ROWS = "INSERT INTO big (x) SELECT md5(g::text) FROM generate_series(1, 600000) g";

    private static final String MARIADB_ROWS = "INSERT INTO big (x) SELECT md5(seq) FROM seq_1_to_600000";

    @TempDir
    private Path folder;

    /** The file of a table may not grow as far as a statement of the second change needs. */
    @Test
    void aFullDiskIsAFailureThatTheSameCommandFinishesOnceThereIsRoom() throws Exception {
        PostgresServer server = PostgresServer.own();
        failsAndIsFinished(
                server,
                "postgresql",
                ROWS,
                "could not extend file",
                () -> ProcessLimits.fileSize(server.pid(), 20 * MEGABYTE),
                () -> ProcessLimits.none(server.pid()));
    }

    /** All tables lie in one file that does not grow, and most of it is taken. */
    @Test
    void aFullTablespaceIsAFailureThatTheSameCommandFinishesOnceThereIsRoom() throws Exception {
        MariadbServer server =
                MariadbServer.ownOrSkip("--innodb-data-file-path=ibdata1:120M", "--innodb-file-per-table=0");
        failsAndIsFinished(
                server,
                "mariadb",
                MARIADB_ROWS,
                "The table 'big' is full",
                () -> server.admin().run("CREATE DATABASE others", "USE others", BIG.sql(), MARIADB_ROWS, MARIADB_ROWS),
                // what was dropped gives its room back only once it was purged
                () -> server.admin().run("DROP DATABASE others", "SET GLOBAL innodb_max_purge_lag_wait = 0"));
    }

    @Test
    void memoryThatRunsOutIsAFailureThatTheSameCommandFinishesOnceThereIsSome() throws Exception {
        PostgresServer server = PostgresServer.own();
        failsAndIsFinished(
                server,
                "postgresql",
                "INSERT INTO effect (n) SELECT 2 + 0 * length(string_agg(repeat(md5(g::text), 1000), ''))"
                        + " FROM generate_series(1, 5000) g",
                "out of memory",
                () -> ProcessLimits.memory(server.pid(), addressSpace(server.pid()) + 100 * MEGABYTE),
                () -> ProcessLimits.none(server.pid()));
    }

    /** @param sql what needs more than there is, the middle one of three statements of the second of three changes */
    private void failsAndIsFinished(
            DatabaseServer server, String product, String sql, String told, Runnable takeAway, Runnable giveBack)
            throws Exception {
        CleanRun clean = CleanRun.of(folder, product, scripts(sql), server);
        server.admin().run("DROP DATABASE test_1"); // the clean run's
        TortureTally tally = new TortureTally();
        TortureOracle oracle = new TortureOracle(clean.scripts(), clean.state(), tally);
        try (TorturePlace place =
                new TorturePlace(folder.resolve("scarce"), product, clean.scripts(), clean.artifacts(), server)) {
            takeAway.run();
            CommandLineRun failed;
            try {
                failed = deploy(place);
            } finally {
                giveBack.run();
            }
            assertThat(failed.exitCode()).as(failed.toString()).isEqualTo(3);
            assertThat(failed.err()).contains("2_big.sql").contains(told);
            oracle.look(place);
            assertThat(place.history())
                    .filteredOn(entry -> entry.startsWith("applied"))
                    .containsExactly("applied | ddl/1_t.sql");
            CommandLineRun again = deploy(place);
            assertThat(again.exitCode()).as(again.toString()).isZero();
            oracle.end(place);
        }
        assertThat(tally.wrong).isEmpty();
    }

    /** No room for the server's own log of what it writes: it goes down in the middle of a deployment. */
    @Test
    void aServerThatGoesDownForAFullDiskLosesNothing() throws Exception {
        PostgresServer server = PostgresServer.own();
        CleanRun clean = CleanRun.of(folder, "postgresql", scripts(ROWS), server);
        TortureTally tally = new TortureTally();
        TortureOracle oracle = new TortureOracle(clean.scripts(), clean.state(), tally);
        try (TorturePlace place =
                new TorturePlace(folder.resolve("down"), "postgresql", clean.scripts(), clean.artifacts(), server)) {
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
            ProcessLimits.fileSize(server.pid(), 10 * MEGABYTE);
            CompletableFuture<CommandLineRun> deployment = CompletableFuture.supplyAsync(() -> deploy(place));
            while (!deployment.isDone() && process.isAlive()) {
                Thread.sleep(20);
            }
            if (process.isAlive()) {
                ProcessLimits.none(server.pid());
            } else {
                server.stopAtOnce();
                server.startAgain();
            }
            CommandLineRun down = deployment.get(LONGEST_RUN, TimeUnit.SECONDS);
            if (down.exitCode() != 0) {
                oracle.look(place);
                CommandLineRun again = deploy(place);
                assertThat(again.exitCode()).as(down + "\n" + again).isZero();
            }
            oracle.end(place);
        }
        assertThat(tally.wrong).isEmpty();
    }

    /** What the system does to a process when memory has run out: the server ends all sessions and recovers by itself. */
    @Test
    void aSessionsProcessIsKilledAndTheDeploymentGoesOn() throws Exception {
        PostgresServer server = PostgresServer.own();
        CleanRun clean = CleanRun.of(folder, "postgresql", scripts("SELECT pg_sleep(1.5)"), server);
        TortureTally tally = new TortureTally();
        TortureOracle oracle = new TortureOracle(clean.scripts(), clean.state(), tally);
        try (TorturePlace place =
                new TorturePlace(folder.resolve("killed"), "postgresql", clean.scripts(), clean.artifacts(), server)) {
            CompletableFuture<CommandLineRun> deployment = CompletableFuture.supplyAsync(() -> deploy(place));
            List<String> busy = List.of();
            while (busy.isEmpty() && !deployment.isDone()) {
                Thread.sleep(20);
                busy = place.rows("SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1.5)%'"
                        + " AND state = 'active' AND pid <> pg_backend_pid()");
            }
            assertThat(ProcessHandle.of(Long.parseLong(busy.get(0)))
                            .orElseThrow()
                            .destroyForcibly())
                    .isTrue();
            CommandLineRun run = deployment.get(LONGEST_RUN, TimeUnit.SECONDS);
            assertThat(run.exitCode()).as(run.toString()).isZero();
            oracle.end(place);
        }
        assertThat(tally.wrong).isEmpty();
    }

    /** Our own disk: no half artifact is left, and the same command makes it once there is room. */
    @Test
    void anArtifactThatFindsNoRoomIsNotLeftHalf() throws Exception {
        StringBuilder values = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 8_000; i++) {
            values.append(i == 0 ? "('" : ", ('")
                    .append(Long.toHexString(random.nextLong()))
                    .append(Long.toHexString(random.nextLong()))
                    .append("')");
        }
        Map<String, List<Step>> scripts = scripts("INSERT INTO big (x) VALUES " + values);
        try (TorturePlace place = new TorturePlace(folder.resolve("ours"), "postgresql", scripts, Path.of("none"))) {
            CommandLineRun full;
            try (CommandProcess packaging = Torture.start(place, "package")) {
                ProcessLimits.fileSize(packaging.pid(), 100_000);
                full = packaging.await(LONGEST_RUN);
            }
            assertThat(full.exitCode()).as(full.toString()).isEqualTo(2);
            assertThat(full.err()).contains("Nothing was left behind");
            assertThat(files(place.root().resolve("artifacts"))).noneMatch(name -> name.contains("1.0.0"));
            Torture.require(CommandLineRun.of(place.environment(), Clock.systemUTC(), "package"), 0);
            assertThat(files(place.root().resolve("artifacts"))).anyMatch(name -> name.contains("1.0.0"));
        }
    }

    private static List<String> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Map<String, List<Step>> scripts(String needs) {
        Map<String, List<Step>> scripts = new LinkedHashMap<>();
        scripts.put("ddl/1_t.sql", List.of(TABLES, BIG));
        scripts.put("data_dml/2_big.sql", List.of(effect(1), new Step(needs, ""), effect(3)));
        scripts.put("data_dml/3_last.sql", List.of(effect(4)));
        return scripts;
    }

    private static Step effect(int n) {
        return new Step("INSERT INTO effect (n) VALUES (" + n + ")", "SELECT count(*) FROM effect WHERE n = " + n);
    }

    private static CommandLineRun deploy(TorturePlace place) {
        return CommandLineRun.of(
                place.environment(), Clock.systemUTC(), "deploy", "latest", "--to", "dev", "--wait", "60s");
    }

    private static long addressSpace(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return 1024
                    * lines.filter(line -> line.startsWith("VmSize:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
