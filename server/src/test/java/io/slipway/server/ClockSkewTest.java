package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.Products;
import io.slipway.release.deploy.Targets;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Target;
import io.slipway.server.access.Role;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentJobs;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose clock is an hour ahead, or behind, is a node like the others. */
class ClockSkewTest {
    /** Dead nodes are looked for every second heartbeat. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(8);

    @TempDir
    private Path folder;

    private Database database;

    @Test
    void aNodeAheadTakesNoNodeBehindForDead() throws Exception {
        database = PostgresServer.newest().createDatabase();
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        try (TestServer behind = TestServer.of(node("behind", Duration.ofHours(-1)), folder.resolve("behind"))) {
            Client lee = Client.of(behind, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
            lee.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
            lee.upload("shop", shop.pack());
            ServedProject project = behind.part(Projects.class).named("shop");
            Targets targets = new Targets(Products.onServer(Clock.systemUTC()).list(), Map.of());
            Environment dev = project.project().environment("dev");
            TestServer.Answer asked;
            try (Target held = targets.open(project.project(), dev)) {
                // whoever deploys there waits for the lock, and has to be left in peace
                assertThat(held.lock().tryAcquire("test")).isPresent();
                asked = ask(lee);
                await(() -> deployment(behind, asked).node().equals(Optional.of("behind")));
                try (SlipwayServer ahead = node("ahead", Duration.ofHours(1))) {
                    Instant end = Instant.now().plus(LONG_ENOUGH);
                    while (Instant.now().isBefore(end)) {
                        assertThat(takenOver(ahead, asked)).isFalse();
                        Thread.sleep(200);
                    }
                    held.lock().release();
                    assertThat(lee.ended(asked).json().path("state").asString()).isEqualTo("completed");
                    assertThat(deployment(behind, asked).node()).contains("behind");
                }
            }
        }
    }

    /** It is due by the database's clock, whichever node's clock it was asked by. */
    @Test
    void whatANodeAheadIsAskedForRunsAtOnce() throws Exception {
        database = PostgresServer.newest().createDatabase();
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        try (TestServer right = TestServer.of(node("right", Duration.ZERO), folder.resolve("right"));
                TestServer ahead = TestServer.of(node("ahead", Duration.ofHours(1)), folder.resolve("ahead"))) {
            // so that the other one must run it
            ahead.part(DeploymentJobs.class).close();
            Client lee = Client.of(ahead, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
            lee.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
            lee.upload("shop", shop.pack());
            TestServer.Answer asked = ask(lee);
            assertThat(lee.ended(asked).json().path("state").asString()).isEqualTo("completed");
            assertThat(deployment(right, asked).node()).contains("right");
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(50);
        }
    }

    private static TestServer.Answer ask(Client lee) throws Exception {
        return lee.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev"));
    }

    private static ServedDeployment deployment(TestServer server, TestServer.Answer asked) {
        return server.part(DeploymentTable.class)
                .byNumber("shop", asked.json().path("number").asLong())
                .orElseThrow();
    }

    private static boolean takenOver(SlipwayServer server, TestServer.Answer asked) {
        String id = server.part(DeploymentTable.class)
                .byNumber("shop", asked.json().path("number").asLong())
                .orElseThrow()
                .id();
        return server.part(DeploymentEvents.class).after(id, 0, 100).stream()
                .anyMatch(event -> event.message().startsWith("taken over"));
    }

    private SlipwayServer node(String name, Duration skew) {
        Path data = folder.resolve(name);
        return SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        data,
                        StoreSettings.server(
                                data, database.url(), database.user(), SecretReference.parse("${env:STORE_PASSWORD}")),
                        name,
                        Optional.empty(),
                        2,
                        64 << 20,
                        Map.of("STORE_PASSWORD", database.password())),
                Clock.offset(Clock.systemUTC(), skew),
                Progress.NONE);
    }
}
