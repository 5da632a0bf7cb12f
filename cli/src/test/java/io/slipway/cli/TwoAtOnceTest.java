package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two commands at the same moment, each with sessions of its own. */
class TwoAtOnceTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "sqlite"})
    void deployEachChangeOnce(String kind) throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), kind);
        Map<String, String> environment = place.environment();
        place.write("sql/ddl/0.sql", "CREATE TABLE log (n INTEGER);".getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i <= 20; i++) {
            place.write(
                    "sql/data_dml/" + i + ".sql",
                    ("INSERT INTO log VALUES (" + i + ");").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(CommandLineRun.of(environment, "package").exitCode()).isZero();

        List<CommandLineRun> runs = atOnce(4, () -> CommandLineRun.of(environment, "deploy", "latest", "--to", "dev"));

        assertThat(runs)
                .allSatisfy(run -> assertThat(run.exitCode()).as(run.toString()).isZero());
        assertThat(runs.stream().filter(run -> run.out().contains("Deployed 21 changes: dev is at 1.0.0")))
                .hasSize(1);
        assertThat(runs.stream().filter(run -> run.out().contains("Nothing to do: dev is at 1.0.0.")))
                .hasSize(3);
        assertThat(place.query("dev", "SELECT count(*), count(DISTINCT n) FROM log"))
                .containsExactly("20 | 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "sqlite"})
    void packageOneArtifact(String kind) throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), kind);
        Map<String, String> environment = place.environment();
        place.write("sql/ddl/1.sql", "CREATE TABLE a (n INTEGER);".getBytes(StandardCharsets.UTF_8));

        List<CommandLineRun> runs = atOnce(3, () -> CommandLineRun.of(environment, "package"));

        assertThat(runs).anySatisfy(run -> assertThat(run.exitCode()).isZero());
        assertThat(runs)
                .allSatisfy(run -> assertThat(run.exitCode()).as(run.toString()).isIn(0, 4));
        try (Stream<Path> files = Files.list(folder.resolve("shop/artifacts"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("shop-1.0.0.zip", "shop-1.0.0.timings.json");
        }
        assertThat(CommandLineRun.of(environment, "verify", "latest").exitCode())
                .isZero();
        assertThat(CommandLineRun.of(environment, "deploy", "latest", "--to", "dev")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "sqlite"})
    void packageUnderTwoVersionsWithoutAFork(String kind) throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), kind);
        Map<String, String> environment = place.environment();
        place.write("sql/ddl/1.sql", "CREATE TABLE a (n INTEGER);".getBytes(StandardCharsets.UTF_8));
        AtomicInteger version = new AtomicInteger();

        List<CommandLineRun> runs = atOnce(
                3, () -> CommandLineRun.of(environment, "package", "--version", version.incrementAndGet() + ".0"));

        assertThat(runs)
                .allSatisfy(run -> assertThat(run.exitCode()).as(run.toString()).isIn(0, 4));
        assertThat(runs.stream().filter(run -> run.out().contains("Packaged shop")))
                .hasSize(1);
        assertThat(CommandLineRun.of(environment, "inspect", "latest").exitCode())
                .isZero();
        try (Stream<Path> files = Files.list(folder.resolve("shop/artifacts"))) {
            assertThat(files).as("the lock is gone too").hasSize(2);
        }
    }

    private static List<CommandLineRun> atOnce(int n, Callable<CommandLineRun> command) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(n);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<CommandLineRun>> futures = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return command.call();
                }));
            }
            start.countDown();
            List<CommandLineRun> runs = new ArrayList<>();
            for (Future<CommandLineRun> future : futures) {
                runs.add(future.get());
            }
            return runs;
        } finally {
            threads.shutdownNow();
        }
    }
}
