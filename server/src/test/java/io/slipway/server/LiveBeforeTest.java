package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.golive.GoLive;
import io.slipway.server.operation.Operations;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that deployed for real before its rollout file came goes on, whatever its gates say. */
class LiveBeforeTest {
    private static final String ROLLOUT = "/api/projects/shop/rollout";

    @Test
    void whoReleasedBeforeTheFileCameStaysOpen(@TempDir Path folder) throws Exception {
        MovedClock clock = new MovedClock("2026-12-04T09:00:00Z");
        Path data = folder.resolve("data");
        try (TestServer server = TestServer.start(
                data,
                StoreSettings.embedded(data),
                new GuardSettings(Optional.empty(), List.of("127.0.0.1"), true),
                Map.of(),
                Operations.PLAIN,
                clock)) {
            Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
            Client ada = Client.of(server, "ada", Role.TEAM_LEAD);
            Client rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
            SampleProject shop = SampleProject.make(folder.resolve("shop"));
            SampleProject fresh = SampleProject.make(folder.resolve("fresh"), "fresh");
            register(root, "shop", shop);
            register(root, "fresh", fresh);
            // one went on to the second environment, the other was only tried out in its first
            upload(ada, "shop", shop);
            assertThat(state(ada, deploy(ada, "shop", "dev"))).isEqualTo("completed");
            assertThat(state(ada, deploy(ada, "shop", "qa"))).isEqualTo("completed");
            upload(ada, "fresh", fresh);
            assertThat(state(ada, deploy(ada, "fresh", "dev"))).isEqualTo("completed");

            put(rita, "shop", GoLiveTest.FILE);
            put(
                    rita,
                    "fresh",
                    GoLiveTest.FILE.replace("project: shop", "project: fresh").replace("payments", "orders"));
            assertThat(golive(rita, "shop")).isEqualTo("live-before");
            assertThat(golive(rita, "fresh")).isEqualTo("waiting");
            shop.script("002_orders", "CREATE TABLE orders (id integer PRIMARY KEY);", "DROP TABLE orders;");
            upload(ada, "shop", shop);
            assertThat(state(ada, deploy(ada, "shop", "dev"))).isEqualTo("completed");
            assertThat(deploy(ada, "fresh", "dev").body()).contains("not-live");
            assertThat(rita.post(ROLLOUT + "/rehearsals", Map.of()).body()).contains("The team is live");
            assertThat(rita.post(ROLLOUT + "/switch-back", Map.of("reason", "x"))
                            .body())
                    .contains("live before its rollout", "set a freeze");
            // the file changes: that is looked at once only
            put(rita, "shop", GoLiveTest.FILE + "# again\n");
            put(
                    rita,
                    "fresh",
                    GoLiveTest.FILE.replace("project: shop", "project: fresh").replace("payments", "orders") + "# x\n");
            assertThat(golive(rita, "fresh")).isEqualTo("waiting");

            Person sam = server.person("sam", Role.ROLLOUT_MANAGER);
            FormClient browser = FormClient.of(server, sam);
            assertThat(browser.get("/projects/shop/rollout").body())
                    .contains("Live before its rollout", "Until a date is agreed the gates only inform");
            assertThat(browser.get("/rollouts").body())
                    .contains("Live before its rollout", "the gates only inform until a date is agreed");

            AgreedDates.agree(server, "shop", "2026-12-07");
            assertThat(browser.get("/projects/shop/rollout").body()).contains("The gates count for the go-live on");
            clock.moveTo("2026-12-06T23:00:01Z");
            server.part(GoLive.class).sweep();
            // the session of two days ago is over
            browser = FormClient.of(server, sam);
            assertThat(golive(rita, "shop")).isEqualTo("live-before");
            assertThat(browser.get("/projects/shop/rollout").body())
                    .contains("The go-live was due on", "Rehearsed: failed, nobody has rehearsed it yet");
            assertThat(state(ada, deploy(ada, "shop", "qa"))).isEqualTo("completed");

            // what cannot be rehearsed any more is left out, and asked again within the day
            String without = GoLiveTest.FILE.replaceFirst(" *rehearsed: .*\n", "");
            assertThat(rita.put(ROLLOUT, Map.of("file", without)).status()).isEqualTo(409);
            Client other = Client.of(server, sam);
            String digest = other.get(ROLLOUT + "/wish")
                    .json()
                    .path("wish")
                    .path("digest")
                    .asString();
            assertThat(other.post(ROLLOUT + "/wish/agreement", Map.of("digest", digest))
                            .status())
                    .isEqualTo(200);
            rita.post(ROLLOUT + "/readiness/check", Map.of());
            assertThat(golive(rita, "shop")).isEqualTo("open");
            assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 500))
                    .extracting(event -> event.action())
                    .containsOnlyOnce("go-live-found", "go-live-opened", "go-live-held");
            assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
        }
    }

    private static void register(Client root, String name, SampleProject project) throws Exception {
        TestServer.Answer answer = root.post(
                "/api/projects", Map.of("definition", project.definition(name), "trustedKeys", project.publicKey()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static void upload(Client who, String name, SampleProject project) throws Exception {
        assertThat(who.upload(name, project.pack()).status()).isEqualTo(201);
    }

    private static void put(Client who, String project, String file) throws Exception {
        TestServer.Answer answer = who.put("/api/projects/" + project + "/rollout", Map.of("file", file));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static TestServer.Answer deploy(Client who, String project, String environment) throws Exception {
        return who.post(
                "/api/projects/" + project + "/deployments", Map.of("artifact", "latest", "environment", environment));
    }

    private static String state(Client who, TestServer.Answer asked) throws Exception {
        return who.ended(asked).json().path("state").asString();
    }

    private static String golive(Client who, String project) throws Exception {
        return who.get("/api/projects/" + project + "/rollout/readiness")
                .json()
                .path("golive")
                .asString();
    }
}
