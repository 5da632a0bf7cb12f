package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What people do by hand is shown by evidence, which the gate counts; and a team is there once. */
class ManualStepTest {
    private static final String ROLLOUT = "/api/projects/shop/rollout";
    private static final String STEPS = ROLLOUT + "/manual-steps";
    private static final String FILE = GoLiveTest.FILE.replaceFirst("(?s)gates:.*", "") + """
            provision:
              database: postgresql
              manual:
                - { id: firewall, title: Open the firewall, who: dora, evidence: the change's number }
            gates: { provisioned: {} }
            """;

    @Test
    void theOneWhoDoesItShowsItAndTheGateCountsIt(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(folder.resolve("data"), Map.of())) {
            Client root = Client.of(server, "root", Role.ADMINISTRATOR);
            Client rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
            Client ada = Client.of(server, "ada", Role.TEAM_LEAD);
            Client.of(server, "carl", Role.VIEWER);
            FormClient dora = FormClient.of(server, server.person("dora", Role.DBA));
            for (String name : new String[] {"shop", "other"}) {
                SampleProject project = SampleProject.make(folder.resolve(name), name);
                root.post(
                        "/api/projects",
                        Map.of("definition", project.definition(name), "trustedKeys", project.publicKey()));
            }
            TestServer.Answer taken = rita.put(ROLLOUT, Map.of("file", FILE));
            assertThat(taken.status()).as(taken.body()).isEqualTo(200);
            assertThat(why(rita)).contains("the step 'firewall' waits for Dora Berg");
            assertThat(dora.get("/projects/shop/rollout").body())
                    .contains("Done by hand", "Open the firewall", "Waits");

            Map<String, String> text = Map.of("text", "CHG-4711");
            assertThat(ada.post(STEPS + "/firewall/evidence", text).body()).contains("not-allowed", "Dora Berg");
            assertThat(rita.post(STEPS + "/nothing/evidence", text).status()).isEqualTo(404);
            assertThat(rita.post(STEPS + "/firewall/evidence", Map.of("text", "one\ntwo"))
                            .body())
                    .contains("request-invalid", "one line");
            assertThat(dora.post(
                                    "/projects/shop/rollout/manual-steps/firewall/evidence",
                                    Map.of("text", "https://changes.example.org/4711"))
                            .status())
                    .isEqualTo(302);
            JsonNode shown = rita.get(STEPS).json().path("steps").get(0).path("shown");
            assertThat(shown.path("by").asString()).isEqualTo("dora");
            assertThat(dora.get("/projects/shop/rollout").body())
                    .contains("<a href=\"https://changes.example.org/4711\" rel=\"noopener noreferrer\">");
            assertThat(why(rita)).isEmpty();

            // another question: what was shown for the first is no answer to it
            rita.put(ROLLOUT, Map.of("file", FILE.replace("the change's number", "the minutes of the meeting")));
            assertThat(rita.get(STEPS).json().path("steps").get(0).has("shown")).isFalse();
            assertThat(why(rita)).contains("the step 'firewall' waits for Dora Berg");
            assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 100))
                    .filteredOn(event -> event.action().equals("step-shown"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.detail()).contains("changes.example.org"));

            // a team that is elsewhere already, and a file of another project, each with its line
            TestServer.Answer twice = rita.put(
                    "/api/projects/other/rollout", Map.of("file", FILE.replace("project: shop", "project: other")));
            assertThat(twice.body()).contains("name-taken", "is there already, with another project", "\"line\":1");
            TestServer.Answer elsewhere = rita.put("/api/projects/other/rollout", Map.of("file", FILE));
            assertThat(elsewhere.body()).contains("Hand it in there", "\"line\":2");
        }
    }

    /** What is wrong with the gate, looked at anew; empty when it passes. */
    private static String why(Client who) throws Exception {
        TestServer.Answer answer = who.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode gate = answer.json().path("gates").get(0);
        assertThat(gate.path("turn").size())
                .isEqualTo(gate.path("why").asString().isEmpty() ? 0 : 1);
        return gate.path("why").asString();
    }
}
