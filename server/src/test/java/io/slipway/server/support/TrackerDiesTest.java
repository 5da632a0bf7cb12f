package io.slipway.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.support.Case;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/** A real process dies while it brings a case into a tracker, at each moment that matters; another goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrackerDiesTest {
    private static final Instant MORNING = Instant.parse("2026-11-10T09:00:00Z");

    private final TrackerStand stand = new TrackerStand();

    /** A store with one case, made once: each test has a copy. */
    private Path first = Path.of("");

    private Path data = Path.of("");

    private Optional<Database> postgres = Optional.empty();

    private enum Moment {
        /** It wrote down that it begins, and has sent nothing. */
        NOTED,
        BEFORE_IT_IS_MADE,
        AFTER_IT_IS_MADE,
        /** It has read the tracker's answer, and not written it down. */
        ANSWERED
    }

    @ParameterizedTest
    @CsvSource({
        "NOTED, jira, true",
        "NOTED, servicenow, true",
        "BEFORE_IT_IS_MADE, jira, true",
        "BEFORE_IT_IS_MADE, servicenow, true",
        "AFTER_IT_IS_MADE, jira, true",
        "AFTER_IT_IS_MADE, servicenow, true",
        "ANSWERED, jira, true",
        "ANSWERED, jira, false",
        "ANSWERED, servicenow, true"
    })
    void itIsThereOnce(Moment moment, String kind, boolean sqlite) throws Exception {
        postgres =
                sqlite ? Optional.empty() : Optional.of(PostgresServer.newest().createDatabase());
        AtomicReference<Process> sender = new AtomicReference<>();
        Runnable death = () -> Optional.ofNullable(sender.getAndSet(null)).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        stand.issues().clear();
        stand.atPost(
                moment == Moment.BEFORE_IT_IS_MADE
                        ? () -> {
                            if (sender.get() != null) {
                                death.run();
                                throw new IllegalStateException("the connection is gone before it was read");
                            }
                        }
                        : () -> {},
                moment == Moment.AFTER_IT_IS_MADE ? death : () -> {});
        if (sqlite) {
            FileSystemUtils.copyRecursively(first, data);
        } else {
            openedCase();
        }
        boolean dies = moment == Moment.NOTED || moment == Moment.ANSWERED;
        Process process = sender(kind, moment, sender);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(dies ? DyingTrackerMain.DIED : 137);
        boolean made = moment == Moment.AFTER_IT_IS_MADE || moment == Moment.ANSWERED;
        assertThat(stand.issues()).hasSize(made ? 1 : 0);

        try (Bench bench = open(MORNING.plusSeconds(5))) {
            RemoteCases.RemoteCase found = bench.remotes.find(1, kind).orElseThrow();
            assertThat(found.begunAt()).as("it died just there").isPresent();
            assertThat(found.known()).as("it died just there").isFalse();
            Optional<Instant> next = bench.desk.trackers().run(1, kind);
            while (next.isPresent()) {
                bench.time.move(Duration.between(bench.time.instant(), next.get()));
                next = bench.desk.trackers().run(1, kind);
            }
            assertThat(stand.issues()).hasSize(1);
            RemoteCases.RemoteCase remote = bench.remotes.find(1, kind).orElseThrow();
            assertThat(remote.state()).isEqualTo("there");
            assertThat(remote.shown()).isEqualTo(stand.issues().get(0).key);
        }
    }

    @BeforeAll
    void openOnce(@TempDir Path folder) {
        first = folder;
        data = folder;
        openedCase();
    }

    @BeforeEach
    void copy(@TempDir Path folder) {
        data = folder;
    }

    @AfterAll
    void stop() {
        stand.close();
    }

    private void openedCase() {
        String both = Bench.trackers(stand, "jira")
                + Bench.trackers(stand, "servicenow").replace("  trackers:\n", "");
        try (Bench bench = open(MORNING)) {
            bench.rollout("payments", both);
            bench.desk.cases().open(Bench.caller("ada"), "payments", "Slow", "", Case.Source.PAGE);
        }
    }

    private Bench open(Instant now) {
        return Bench.open(data, settings(), environment(), now);
    }

    private StoreSettings settings() {
        return DyingTrackerMain.store(
                data,
                postgres.map(Database::url).orElse(""),
                postgres.map(Database::user).orElse(""));
    }

    private Map<String, String> environment() {
        return postgres.map(database -> Map.of("STORE_PASSWORD", database.password()))
                .orElse(Map.of());
    }

    private Process sender(String kind, Moment moment, AtomicReference<Process> sender) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingTrackerMain.class.getName(),
                        data.toString(),
                        postgres.map(Database::url).orElse(""),
                        postgres.map(Database::user).orElse(""),
                        postgres.map(Database::password).orElse(""),
                        MORNING.plusSeconds(1).toString(),
                        kind,
                        moment.name())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(data, "sender", ".log").toFile())
                .start();
        sender.set(process);
        return process;
    }
}
