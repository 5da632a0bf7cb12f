package io.slipway.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.progress.Progress;
import io.slipway.release.project.SecretReference;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One deployment at a time in an environment, and one attempt that may write, whichever database the store is. */
class ClaimsTest {
    private static final int NODES = 8;
    private static final int ROUNDS = 20;
    private static final Instant NOW = Instant.ofEpochMilli(1_000);

    @TempDir
    private Path folder;

    @Test
    void onSqlite() throws Exception {
        try (Store store = Store.open(StoreSettings.embedded(folder), Clock.systemUTC(), Map.of(), Progress.NONE)) {
            all(store);
        }
    }

    @Test
    void onPostgresql() throws Exception {
        Database database = PostgresServer.newest().createDatabase();
        StoreSettings settings = StoreSettings.server(
                folder, database.url(), database.user(), SecretReference.parse("${env:STORE_PASSWORD}"));
        try (Store store =
                Store.open(settings, Clock.systemUTC(), Map.of("STORE_PASSWORD", database.password()), Progress.NONE)) {
            all(store);
        }
    }

    private static void all(Store store) throws Exception {
        store.run(handle -> {
            handle.execute("INSERT INTO project VALUES ('p', 'p', '', '', 1, 'x', 1)");
            handle.execute("INSERT INTO artifact VALUES ('d', 'p', 'main', '1', NULL, NULL, 1, 1, '', 1, 'x', 1)");
        });
        oneAtATime(store);
        inTheirOrder(store);
        anOlderAttemptWritesNothing(store);
    }

    /** Many nodes ask at once, each for another deployment: exactly one gets the environment, each time. */
    private static void oneAtATime(Store store) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<ServedDeployment> queued = new ArrayList<>();
                for (int i = 0; i < NODES; i++) {
                    // emergencies wait for nobody that is only queued, so that all of them want it
                    queued.add(insert(store, "race-" + round, true, NOW));
                }
                List<Callable<Claims.Answer>> asking = new ArrayList<>();
                queued.forEach(deployment -> asking.add(() -> take(store, deployment, "node-" + deployment.number())));
                int claimed = 0;
                for (Future<Claims.Answer> answer : nodes.invokeAll(asking)) {
                    if (answer.get() instanceof Claims.Answer.Mine) {
                        claimed++;
                    } else {
                        assertThat(answer.get()).isEqualTo(new Claims.Answer.Later(1));
                    }
                }
                assertThat(claimed).isEqualTo(1);
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    private static void inTheirOrder(Store store) {
        ServedDeployment first = insert(store, "order", false, NOW);
        ServedDeployment tonight = insert(store, "order", false, NOW.plusSeconds(9_999));
        ServedDeployment third = insert(store, "order", false, NOW);
        ServedDeployment urgent = insert(store, "order", true, NOW);
        assertThat(take(store, third, "a")).isEqualTo(new Claims.Answer.Later(1));
        Claim claim = mine(take(store, urgent, "a"), false);
        assertThat(take(store, first, "a")).isEqualTo(new Claims.Answer.Later(1));
        end(store, claim);
        end(store, mine(take(store, first, "a"), false));
        end(store, mine(take(store, third, "a"), false));
        end(store, mine(take(store, tonight, "a"), false));
        assertThat(take(store, third, "a")).isEqualTo(new Claims.Answer.Over());
    }

    private static void anOlderAttemptWritesNothing(Store store) {
        ServedDeployment deployment = insert(store, "fence", false, NOW);
        Claim old = mine(take(store, deployment, "a"), false);
        assertThat(store.<Boolean>write(handle -> Claims.holds(handle, old))).isTrue();
        // the same name, as after a restart of the same node
        Claim newer = mine(take(store, deployment, "a"), true);
        assertThat(store.<Boolean>write(handle -> Claims.holds(handle, old))).isFalse();
        assertThat(store.<Boolean>write(
                        handle -> DeploymentTable.end(handle, old, DeploymentState.FAILED, "{\"old\":1}", NOW)))
                .isFalse();
        end(store, newer);
        assertThat(new DeploymentTable(store)
                        .byId(deployment.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(DeploymentState.COMPLETED);
    }

    private static void end(Store store, Claim claim) {
        assertThat(store.<Boolean>write(
                        handle -> DeploymentTable.end(handle, claim, DeploymentState.COMPLETED, "{}", NOW)))
                .isTrue();
    }

    private static Claim mine(Claims.Answer answer, boolean resumed) {
        assertThat(answer).isInstanceOf(Claims.Answer.Mine.class);
        Claims.Answer.Mine mine = (Claims.Answer.Mine) answer;
        assertThat(mine.resumed()).isEqualTo(resumed);
        return mine.claim();
    }

    private static Claims.Answer take(Store store, ServedDeployment deployment, String node) {
        return store.write(handle -> Claims.take(handle, deployment, node, NOW, Optional::empty));
    }

    private static ServedDeployment insert(Store store, String environment, boolean emergency, Instant notBefore) {
        return store.write(handle -> {
            long number = DeploymentTable.nextNumber(handle);
            ServedDeployment deployment = new ServedDeployment(
                    "id-" + number,
                    number,
                    "p",
                    environment,
                    ServedDeployment.DEPLOY,
                    "d",
                    "1",
                    DeploymentState.QUEUED,
                    "",
                    false,
                    emergency,
                    "",
                    "x",
                    NOW,
                    notBefore,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    "{}",
                    "{}");
            DeploymentTable.insert(handle, deployment);
            return deployment;
        });
    }
}
