package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.enablement.scenario.Actor;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.release.version.SlipwayVersion;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Guides, demos and clips as evidence: handed in, held against scenarios and console, shown, and looked at by gates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioEvidenceTest {
    /** Those whom the file has: a team lead, a DBA, a rollout manager, a stakeholder. */
    private static final Set<Actor> AUDIENCES =
            EnumSet.of(Actor.TEAM_LEAD, Actor.DBA, Actor.ROLLOUT_MANAGER, Actor.VIEWER);

    /** One test moves it by days; the others ask for no day. */
    private final MovedClock clock = new MovedClock("2026-12-04T09:00:00Z");

    private Path folder;
    private TestServer server;
    private Client root;
    private Client rita;
    private int tests;
    private String page;
    private String rollout;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.at(clock, folder.resolve("data"), "node-1");
        root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test has a team of its own, of which nothing was handed in yet. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        String name = "shop-" + tests;
        page = "/projects/" + name + "/rollout";
        rollout = "/api" + page;
        SampleProject shop = SampleProject.make(folder.resolve(name), name);
        root.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
        String file = GoLiveTest.FILE
                .replace("team: payments", "team: payments-" + tests)
                .replace("project: shop", "project: " + name)
                .replace(
                        "rehearsed: { valid: 30d }", "guides-built: { valid: 10d }\n  demo-run: {}\n  clips-built: {}");
        TestServer.Answer taken = rita.put(rollout, Map.of("file", file));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    }

    @Test
    void aGuideOfEveryScenarioForTheTeamIsEvidenceAsLongAsItTellsWhatIsSo() throws Exception {
        assertThat(gate("guides-built")).startsWith("red").contains("none was handed in", "finish-an-index");
        List<Map<String, Object>> guides = results("guide");
        handIn(guides.subList(1, guides.size()));
        assertThat(gate("guides-built")).isEqualTo("red: see-where-everything-is: none was handed in");
        handIn(guides.subList(0, 1));
        assertThat(gate("guides-built"))
                .isEqualTo("green: all " + guides.size() + " scenarios have one that tells what is so");
        assertThat(gate("demo-run")).startsWith("red");
        assertThat(gate("clips-built")).startsWith("red");
        handIn(results("demo"));
        handIn(results("clips"));
        handIn(results("check"));
        assertThat(gate("demo-run")).startsWith("green");
        assertThat(gate("clips-built")).startsWith("green");

        handIn(List.of(with(guides.get(0), "edition", "0".repeat(64))));
        assertThat(gate("guides-built")).endsWith("see-where-everything-is: the scenario has changed since");
        handIn(List.of(with(guides.get(0), "version", "0.0.9")));
        assertThat(gate("guides-built")).contains("it shows Slipway 0.0.9, and this is " + SlipwayVersion.CURRENT);
        handIn(List.of(with(guides.get(0), "passed", false)));
        assertThat(gate("guides-built")).contains("see-where-everything-is: a step failed at 2026-12-04T09:0");
        handIn(guides.subList(0, 1));
        clock.moveBy(Duration.ofDays(10));
        assertThat(gate("guides-built")).contains("it is too old, of 2026-12-04T09:0");
        assertThat(gate("clips-built")).startsWith("green");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 500))
                .extracting(AuditEvent::action)
                .contains("scenario-guide", "scenario-demo", "scenario-clips", "scenario-check");
    }

    @Test
    void whatIsThereAndWhatIsMissingStandsOnTheRolloutsPage() throws Exception {
        List<Map<String, Object>> guides = results("guide");
        handIn(guides.subList(0, 1));
        assertThat(FormClient.of(server, server.person("vic", Role.VIEWER))
                        .get(page)
                        .body())
                .contains("Guides, demo and clips", "See where everything is", "none was handed in", "f".repeat(64));
        JsonNode kept = rita.get(rollout + "/scenarios").json().path("results");
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).path("by").asString()).isEqualTo("rita");
        assertThat(kept.get(0).path("pieces").asInt()).isEqualTo(3);
    }

    /** Readable by everybody, on a telephone too. */
    @Test
    void thePageHasNoFaults() throws Exception {
        List<Map<String, Object>> guides = results("guide");
        handIn(guides.subList(0, 3));
        try (TestBrowser browser = TestBrowser.startOrSkip();
                BrowserContext context = browser.visitor(ColorScheme.DARK, 390, true)) {
            context.addCookies(
                    List.of(TestBrowser.session(server, server.session(server.person("vera", Role.VIEWER)))));
            Page seen = context.newPage();
            seen.navigate(server.url(page).toString());
            assertThat(seen.locator("#scenarios tbody tr").count()).isEqualTo(guides.size());
            assertThat(seen.locator("#scenarios .gate-green").count()).isEqualTo(3);
            TestBrowser.seen(seen, "rollout-scenarios");
        }
    }

    @Test
    void onlyWhoLooksAfterTheRolloutHandsInAndOnlyWhatCanBe() throws Exception {
        Map<String, Object> good = results("guide").get(0);
        Client ada = Client.of(server, "ada", Role.TEAM_LEAD);
        assertThat(ada.post(rollout + "/scenarios", Map.of("results", List.of(good)))
                        .status())
                .isEqualTo(403);
        for (Map<String, Object> bad : List.of(
                with(good, "kind", "song"),
                with(good, "scenario", "../x"),
                with(good, "edition", "abc"),
                with(good, "digest", "F".repeat(64)),
                with(good, "version", "<b>"),
                with(good, "pieces", -1),
                with(good, "at", clock.instant().plus(Duration.ofMinutes(6)).toString()))) {
            TestServer.Answer refused = rita.post(rollout + "/scenarios", Map.of("results", List.of(good, bad)));
            assertThat(refused.json().path("code").asString())
                    .as(bad.toString())
                    .isEqualTo("request-invalid");
        }
        refused(
                without(good, "pieces"),
                "The guide of '" + good.get("scenario") + "' is no evidence: it has no pieces.");
        refused(with(good, "pieces", 0), "it has no pieces");
        refused(without(good, "digest"), "it has no digest of its files");
        refused(with(good, "digest", ""), "it has no digest of its files");
        refused(without(with(good, "kind", "clips"), "digest"), "The clips of");
        refused(with(with(good, "kind", "demo"), "pieces", 0), "The demo of");
        assertThat(rita.post(rollout + "/scenarios", Map.of("results", List.of()))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("request-invalid");
        assertThat(rita.get(rollout + "/scenarios").json().path("results")).isEmpty();
    }

    private void refused(Map<String, Object> result, String why) throws Exception {
        TestServer.Answer refused = rita.post(rollout + "/scenarios", Map.of("results", List.of(result)));
        assertThat(refused.json().path("code").asString()).as(result.toString()).isEqualTo("request-invalid");
        assertThat(refused.body()).contains(why, "Tell in 'pieces'");
    }

    private static Map<String, Object> without(Map<String, Object> result, String key) {
        Map<String, Object> other = new HashMap<>(result);
        other.remove(key);
        return other;
    }

    private List<Map<String, Object>> results(String kind) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (Scenario scenario : Scenarios.builtIn().all()) {
            if (AUDIENCES.contains(scenario.audience())) {
                results.add(result(kind, scenario));
            }
        }
        return results;
    }

    private Map<String, Object> result(String kind, Scenario scenario) {
        return Map.of(
                "kind",
                kind,
                "scenario",
                scenario.name(),
                "edition",
                scenario.digest(),
                "passed",
                true,
                "version",
                SlipwayVersion.CURRENT,
                "at",
                clock.instant().toString(),
                "pieces",
                3,
                "digest",
                "f".repeat(64));
    }

    private static Map<String, Object> with(Map<String, Object> result, String key, Object value) {
        Map<String, Object> other = new HashMap<>(result);
        other.put(key, value);
        return other;
    }

    private void handIn(List<Map<String, Object>> results) throws Exception {
        TestServer.Answer taken = rita.post(rollout + "/scenarios", Map.of("results", results));
        assertThat(taken.status()).as(taken.body()).isEqualTo(201);
    }

    private String gate(String name) throws Exception {
        for (JsonNode gate :
                rita.post(rollout + "/readiness/check", Map.of()).json().path("gates")) {
            if (gate.path("gate").asString().equals(name)) {
                return gate.path("state").asString() + ": "
                        + gate.path("evidence").path("result").asString();
            }
        }
        throw new AssertionError(name);
    }
}
