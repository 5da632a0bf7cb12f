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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real process dies while it brings a case into a tracker, at each moment that matters; another goes on. */
class TrackerDiesTest {
    private static final Instant MORNING = Instant.parse("2026-11-10T09:00:00Z");

    @TempDir
    private Path data;

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
        "AFTER_IT_IS_MADE, jira, true",
        "AFTER_IT_IS_MADE, jira, false",
        "BEFORE_IT_IS_MADE, servicenow, true",
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
        try (TrackerStand stand = new TrackerStand()) {
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
            try (Bench bench = open(MORNING)) {
                bench.rollout("payments", Bench.trackers(stand, kind));
                bench.desk.cases().open(Bench.caller("ada"), "payments", "Slow", "", Case.Source.PAGE);
            }
            boolean dies = moment == Moment.NOTED || moment == Moment.ANSWERED;
            Process process = sender(kind, moment, sender);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(dies ? DyingTrackerMain.DIED : 137);
            boolean made = moment == Moment.AFTER_IT_IS_MADE || moment == Moment.ANSWERED;
            assertThat(stand.issues()).hasSize(made ? 1 : 0);

            try (Bench bench = open(MORNING.plusSeconds(5))) {
                // just there: begun, and what came of it not known
                assertThat(bench.remotes.of(1).get(0).begunAt()).isPresent();
                assertThat(bench.remotes.of(1).get(0).known()).isFalse();
                Optional<Instant> next = bench.desk.trackers().run(1, kind);
                while (next.isPresent()) {
                    bench.time.move(Duration.between(bench.time.instant(), next.get()));
                    next = bench.desk.trackers().run(1, kind);
                }
                assertThat(stand.issues()).hasSize(1);
                RemoteCases.RemoteCase remote = bench.remotes.of(1).get(0);
                assertThat(remote.state()).isEqualTo("there");
                assertThat(remote.shown()).isEqualTo(stand.issues().get(0).key);
            }
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
