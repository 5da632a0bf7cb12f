package io.slipway.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is lost and, as long as nobody dies, nothing is doubled. */
class OutboxTest {
    private static final int EVENTS = 60;

    @TempDir
    private Path data;

    private Optional<Database> postgres = Optional.empty();

    private void choose(boolean sqlite) {
        postgres =
                sqlite ? Optional.empty() : Optional.of(PostgresServer.newest().createDatabase());
    }

    private Post open(String node) {
        return Post.open(
                data,
                Post.settings(data, postgres),
                postgres.map(database -> Map.of("STORE_PASSWORD", database.password()))
                        .orElse(Map.of()),
                node);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsTakenBackIsNotTold(boolean sqlite) {
        choose(sqlite);
        try (Post post = open("one")) {
            assertThatThrownBy(() -> post.store().run(handle -> {
                        post.outbox.write(handle, Topic.COMPLETED, Post.TO_PROD, "bob", "");
                        throw new IllegalStateException("the change fails");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(post.outbox.undistributed(10)).isEmpty();
            post.store().run(handle -> {
                post.outbox.writeOnce(handle, "d1", Topic.IN_DOUBT, Post.TO_PROD, "slipway", "");
                post.outbox.writeOnce(handle, "d1", Topic.IN_DOUBT, Post.TO_PROD, "slipway", "");
                post.outbox.writeOnce(handle, "d2", Topic.IN_DOUBT, Post.TO_PROD, "slipway", "");
            });
            assertThat(post.outbox.undistributed(10)).hasSize(2);
        }
    }

    /** Two nodes look into the same outbox; some receivers fail at first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoNodesSendEachOnce(boolean sqlite) throws Exception {
        choose(sqlite);
        Set<String> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
        try (Receiver receiver = new Receiver(got -> seen.add(got.id()));
                Post one = open("one");
                Post two = open("two")) {
            one.subscribe(Channel.WEBHOOK, receiver.url());
            one.jobs.start();
            two.jobs.start();
            for (int i = 0; i < EVENTS; i++) {
                one.tell(i % 2 == 0 ? Topic.COMPLETED : Topic.FAILED);
            }
            List<Delivery> all = one.settled();
            one.jobs.close();
            two.jobs.close();
            assertThat(all).hasSize(EVENTS).allMatch(delivery -> delivery.state() == Delivery.State.SENT);
            assertThat(all).allMatch(delivery -> delivery.attempts() == 1);
            List<String> ids = receiver.got().stream().map(Receiver.Got::id).collect(Collectors.toList());
            assertThat(ids).hasSize(EVENTS);
            assertThat(new HashSet<>(ids)).hasSize(EVENTS).isEqualTo(seen);
        }
    }
}
