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
    void itTakesNoLivingNodeForDeadAndIsNotTakenForDead() throws Exception {
        database = PostgresServer.newest().createDatabase();
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        try (TestServer right = TestServer.of(node("right", Duration.ZERO), folder.resolve("right"));
                SlipwayServer ahead = node("ahead", Duration.ofHours(1));
                SlipwayServer behind = node("behind", Duration.ofHours(-1))) {
            Client lee = Client.of(right, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
            lee.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
            lee.upload("shop", shop.pack());
            ServedProject project = right.part(Projects.class).named("shop");
            Targets targets = new Targets(Products.onServer(Clock.systemUTC()).list(), Map.of());
            Environment dev = project.project().environment("dev");
            Environment qa = project.project().environment("qa");
            TestServer.Answer toDev;
            TestServer.Answer toQa;
            try (Target devHeld = targets.open(project.project(), dev);
                    Target qaHeld = targets.open(project.project(), qa)) {
                // whoever deploys there waits for the lock, and has to be left in peace
                assertThat(devHeld.lock().tryAcquire("test")).isPresent();
                assertThat(qaHeld.lock().tryAcquire("test")).isPresent();
                toDev = ask(lee, "dev");
                toQa = ask(lee, "qa");
                Instant end = Instant.now().plus(LONG_ENOUGH);
                while (Instant.now().isBefore(end)) {
                    assertThat(takenOver(ahead, toDev)).isFalse();
                    assertThat(takenOver(behind, toQa)).isFalse();
                    Thread.sleep(200);
                }
                assertThat(deployment(right, toDev).node()).isPresent();
                assertThat(deployment(right, toQa).node()).isPresent();
                devHeld.lock().release();
                qaHeld.lock().release();
            }
            assertThat(lee.ended(toDev).json().path("state").asString()).isEqualTo("completed");
            assertThat(lee.ended(toQa).json().path("state").asString()).isEqualTo("completed");
        }
    }

    private static TestServer.Answer ask(Client lee, String environment) throws Exception {
        return lee.post(
                "/api/projects/shop/deployments",
                Map.of("artifact", "latest", "environment", environment, "reason", "test", "skipGate", true));
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
                        // one each, so that both deployments don't go to the same
                        1,
                        64 << 20,
                        Map.of("STORE_PASSWORD", database.password())),
                Clock.offset(Clock.systemUTC(), skew),
                Progress.NONE);
    }
}
