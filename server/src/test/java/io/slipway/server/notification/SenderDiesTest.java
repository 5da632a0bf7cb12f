package io.slipway.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process dies at the two moments that matter; what it left is sent by another. */
class SenderDiesTest {
    @TempDir
    private Path data;

    private Optional<Database> postgres = Optional.empty();

    private Post open(boolean sqlite) {
        postgres =
                sqlite ? Optional.empty() : Optional.of(PostgresServer.newest().createDatabase());
        return reopen("first");
    }

    private Post reopen(String node) {
        return Post.open(
                data,
                Post.settings(data, postgres),
                postgres.map(database -> Map.of("STORE_PASSWORD", database.password()))
                        .orElse(Map.of()),
                node);
    }

    private Process sender(String what) throws Exception {
        StoreSettings store = Post.settings(data, postgres);
        File log = Files.createTempFile(data, "sender", ".log").toFile();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingSenderMain.class.getName(),
                        data.toString(),
                        store.sqlite() ? "" : store.url(),
                        store.user(),
                        postgres.map(Database::password).orElse(""),
                        what)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    /** The receiver has it, and the sender dies before it can write that down. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void betweenSendingAndMarking(boolean sqlite) throws Exception {
        AtomicReference<Process> sender = new AtomicReference<>();
        try (Receiver receiver = new Receiver(got -> {
            Optional.ofNullable(sender.getAndSet(null)).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
        })) {
            try (Post post = open(sqlite)) {
                post.subscribe(Channel.WEBHOOK, receiver.url(), Topic.COMPLETED);
            }
            Process process = sender("send");
            sender.set(process);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(receiver.got()).hasSize(1);

            try (Post other = reopen("second")) {
                assertThat(other.deliveries.waiting()).hasSize(1);
                other.jobs.start();
                List<Delivery> all = other.settled();
                other.jobs.close();
                assertThat(all).hasSize(1);
                assertThat(all.get(0).state()).isEqualTo(Delivery.State.SENT);
            }
            assertThat(receiver.got()).extracting(Receiver.Got::attempt).containsExactly("1", "2");
            assertThat(receiver.got()).extracting(Receiver.Got::id).doesNotContainNull();
            assertThat(receiver.got().get(1).id())
                    .isEqualTo(receiver.got().get(0).id());
            assertThat(receiver.got().get(1).body())
                    .isEqualTo(receiver.got().get(0).body());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beforeSending(boolean sqlite) throws Exception {
        try (Receiver receiver = new Receiver(got -> {})) {
            try (Post post = open(sqlite)) {
                post.subscribe(Channel.WEBHOOK, receiver.url(), Topic.COMPLETED);
            }
            Process process = sender("die");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(9);
            assertThat(receiver.got()).isEmpty();

            try (Post other = reopen("second")) {
                assertThat(other.outbox.undistributed(10)).hasSize(1);
                other.jobs.start();
                assertThat(other.settled()).hasSize(1);
                other.jobs.close();
            }
            assertThat(receiver.got()).hasSize(1);
        }
    }
}
