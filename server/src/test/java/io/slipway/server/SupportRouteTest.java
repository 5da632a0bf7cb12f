package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.golive.GoLive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the go-live switches of support: where a failed deployment's case begins, and what hypercare counts. */
class SupportRouteTest {
    private static final String ROLLOUT = "/api/projects/shop/rollout";
    private static final String PAGE = "/projects/shop/rollout";
    private static final String GATES =
            "gates: { date-agreed: {}, support-proved: {}, waivers: [rita, ada] }\nhypercare: { sprints: 1 }\n";

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock("2026-11-10T09:00:00Z");
    private TestServer server;
    private SampleProject shop;
    private Client rita;
    private FormClient adaAtThePage;
    private FormClient doraAtThePage;
    private FormClient veraAtThePage;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        shop = SampleProject.make(folder.resolve("shop"));
        rita = Client.of(server, "rita", Role.ADMINISTRATOR, Role.RELEASE_MANAGER, Role.TEAM_LEAD);
        adaAtThePage = atThePage("ada", Role.TEAM_LEAD);
        doraAtThePage = atThePage("dora", Role.DBA);
        veraAtThePage = atThePage("vera", Role.VIEWER);
        rita.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        TestServer.Answer taken = rita.put(ROLLOUT, Map.of("file", SampleRollout.file("shop", GATES)));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE letter (code text)");
        }
    }

    private FormClient atThePage(String name, Role role) {
        Person person = server.person(name, role);
        return FormClient.of(server, person);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theGoLiveSwitchesWhereFailedDeploymentsAreLookedAtAndTheWayBackSwitchesItBack() throws Exception {
        assertThat(route()).isEqualTo("L3");
        assertThat(adaAtThePage.get(PAGE).body()).contains("Until the go-live, cases of failed deployments begin with");
        rita.post(ROLLOUT + "/rehearsals", Map.of());
        JsonNode rehearsed = failedDeployment("002_letters", 1);
        assertThat(rehearsed.path("tier").asString()).isEqualTo("L3");
        assertThat(rehearsed.path("events").get(0).path("what").asString()).isEqualTo("opened it, for L3");
        JsonNode asked = rita.post(ROLLOUT + "/cases", Map.of("title", "How?")).json();
        assertThat(asked.path("tier").asString()).as("what people ask").isEqualTo("L1");
        rita.post(ROLLOUT + "/rehearsals/end", Map.of());

        prove();
        AgreedDates.agree(server, "shop", "2026-11-16");
        clock.moveTo("2026-11-15T23:00:00Z");
        server.part(GoLive.class).sweep();
        JsonNode readiness = rita.get(ROLLOUT + "/readiness").json();
        assertThat(readiness.path("golive").asString()).as("%s", readiness).isEqualTo("open");
        assertThat(route()).isEqualTo("L1");
        // sessions of before are over
        assertThat(atThePage("ben", Role.TEAM_LEAD).get(PAGE).body())
                .contains("The team is live: cases of failed deployments begin with L1");

        clock.moveTo("2026-11-16T09:00:00Z");
        JsonNode live = failedDeployment("003_more", 2);
        assertThat(live.path("tier").asString()).isEqualTo("L1");
        assertThat(rita.get(ROLLOUT + "/cases/" + rehearsed.path("number").asLong())
                        .json()
                        .path("tier")
                        .asString())
                .as("open cases stay where they are")
                .isEqualTo("L3");
        JsonNode sprint =
                rita.get(ROLLOUT + "/hypercare").json().path("sprints").get(0);
        assertThat(sprint.path("first").asString()).isEqualTo("2026-11-16");
        assertThat(sprint.path("cases").toString()).as("since the go-live").isEqualTo("{\"L1\":1}");

        rita.post(ROLLOUT + "/switch-back", Map.of("reason", "wrong grants"));
        assertThat(route()).isEqualTo("L3");
        List<String> routed = server.part(AuditLog.class).events(AuditLog.Filter.ALL, 500).stream()
                .filter(event -> event.action().equals("support-routed"))
                .map(event -> event.detail())
                .toList();
        assertThat(routed).containsExactlyInAnyOrder("{\"first\":\"L1\"}", "{\"first\":\"L3\"}");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    /** The gate is red until each tier acknowledged at its page, and red again when the tiers change. */
    private void prove() throws Exception {
        assertThat(gate()).isEqualTo("red: no case has been walked from L1 to L3 yet");
        long number = rita.post(ROLLOUT + "/support/proof", Map.of())
                .json()
                .path("number")
                .asLong();
        for (FormClient who : List.of(adaAtThePage, doraAtThePage, veraAtThePage)) {
            assertThat(gate()).startsWith("red");
            TestServer.Answer done = who.post(PAGE + "/cases/" + number + "/steps", Map.of("step", "acknowledge"));
            assertThat(done.status()).as(done.body()).isEqualTo(302);
        }
        assertThat(gate()).isEqualTo("green: ada (L1), dora (L2), vera (L3)");
        String file = SampleRollout.file("shop", GATES);
        rita.put(ROLLOUT, Map.of("file", file.replace("members: [dora, omar]", "members: [omar]")));
        assertThat(gate()).isEqualTo("red: the tiers have changed since they were proved");
        rita.put(ROLLOUT, Map.of("file", file));
        assertThat(gate()).startsWith("green");
    }

    private String gate() throws Exception {
        for (JsonNode gate :
                rita.post(ROLLOUT + "/readiness/check", Map.of()).json().path("gates")) {
            if (gate.path("gate").asString().equals("support-proved")) {
                return gate.path("state").asString() + ": "
                        + gate.path("evidence").path("result").asString();
            }
        }
        throw new AssertionError("there is no such gate");
    }

    private String route() throws Exception {
        return rita.get(ROLLOUT + "/support")
                .json()
                .path("deploymentsBeginWith")
                .asString();
    }

    /** @return the case that it opens, after so many of that kind */
    private JsonNode failedDeployment(String script, int cases) throws Exception {
        if (cases == 1) {
            shop.script(script, "CREATE TABLE letter (code text);", "DROP TABLE letter;");
        } else {
            shop.script(script, "CREATE TABLE more (id integer PRIMARY KEY);", "DROP TABLE more;");
        }
        assertThat(rita.upload("shop", shop.pack()).status()).isEqualTo(201);
        TestServer.Answer ended = rita.ended(rita.post(
                "/api/projects/shop/deployments",
                Map.of("artifact", "latest", "environment", "dev", "reason", "because")));
        assertThat(ended.json().path("state").asString()).as(ended.body()).isNotEqualTo("completed");
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            List<JsonNode> found = new java.util.ArrayList<>();
            rita.get(ROLLOUT + "/cases").json().path("cases").forEach(one -> {
                if (one.path("source").asString().equals("deployment")) {
                    found.add(one);
                }
            });
            if (found.size() == cases) {
                JsonNode newest = found.stream()
                        .max(java.util.Comparator.comparingLong(
                                one -> one.path("number").asLong()))
                        .orElseThrow();
                return rita.get(ROLLOUT + "/cases/" + newest.path("number").asLong())
                        .json();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no case was opened");
    }
}
