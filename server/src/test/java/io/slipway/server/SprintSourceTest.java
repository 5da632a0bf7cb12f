package io.slipway.server;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.slipway.release.progress.Progress;
import io.slipway.server.access.Role;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sprints from a calendar under a URL and from Jira: read, lost, old, moved, and never asked of the inner network. */
class SprintSourceTest {
    private static final String ROLLOUT = "/api/projects/shop/rollout";

    @TempDir
    private Path folder;

    private final WireMockServer elsewhere =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private final MovedClock clock = new MovedClock("2026-11-24T10:00:00Z");
    private TestServer server;
    private Client rita;

    @BeforeEach
    void start() {
        elsewhere.start();
    }

    @AfterEach
    void stop() {
        server.close();
        elsewhere.stop();
    }

    private void serve(String... allowed) throws Exception {
        Path data = folder.resolve("data");
        server = TestServer.of(
                SlipwayServer.start(
                        new ServerSettings(
                                "127.0.0.1",
                                0,
                                data,
                                StoreSettings.embedded(data),
                                "node-1",
                                Optional.empty(),
                                2,
                                64 << 20,
                                Map.of("JIRA_TOKEN", "jira-token-4711"),
                                List.of(),
                                Optional.empty(),
                                new GuardSettings(Optional.empty(), List.of(allowed), true)),
                        clock,
                        Progress.NONE),
                data);
        Client root = Client.of(server, "root", Role.ADMINISTRATOR);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
    }

    private void sprints(String sprints) throws Exception {
        String file = GoLiveDateTest.rolloutFile()
                .replaceFirst("sprints: .*", java.util.regex.Matcher.quoteReplacement("sprints: " + sprints));
        TestServer.Answer put = rita.put(ROLLOUT, Map.of("file", file));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
    }

    private JsonNode read() throws Exception {
        TestServer.Answer answer = rita.post(ROLLOUT + "/sprints/reading", Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private String feed() {
        return "{ feed: \"http://127.0.0.1:" + elsewhere.port() + "/team.ics\" }";
    }

    private static String entry(String first, String end, String name) {
        return "BEGIN:VEVENT\r\nUID:" + name + "@jira\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:" + first
                + "\r\nDTEND;VALUE=DATE:" + end + "\r\nSUMMARY:" + name + "\r\nEND:VEVENT\r\n";
    }

    private void feedSays(String... entries) {
        elsewhere.stubFor(get("/team.ics")
                .willReturn(ok("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + String.join("", entries)
                        + "BEGIN:VEVENT\r\nUID:m@x\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20261201T090000Z\r\n"
                        + "SUMMARY:Daily\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")));
    }

    @Test
    void aFeedThatVanishesKeepsItsSprintsAndTellsTheirAge() throws Exception {
        serve("127.0.0.0/8");
        feedSays(entry("20261214", "20261228", "S2"), entry("20261130", "20261214", "S1"));
        sprints(feed());
        JsonNode first = read();
        assertThat(first.path("problem").asString()).isEmpty();
        assertThat(first.path("days"))
                .extracting(day -> day.path("sprint").asString())
                .containsExactly("S1", "S2");

        elsewhere.stubFor(get("/team.ics").willReturn(aResponse().withStatus(404)));
        JsonNode gone = read();
        assertThat(gone.path("problem").asString()).isEqualTo("It is not there any more (404).");
        assertThat(gone.path("days")).hasSize(2);
        assertThat(gone.path("stale").asBoolean()).isFalse();

        clock.moveBy(Duration.ofHours(25));
        // a token of a day is over by then
        rita = Client.of(server, "rolf", Role.ROLLOUT_MANAGER);
        elsewhere.stubFor(get("/team.ics").willReturn(ok("<html>Sign in</html>")));
        assertThat(read().path("problem").asString()).isEqualTo("What is there is no iCalendar text.");
        TestServer.Answer stale = rita.post(ROLLOUT + "/date", Map.of("date", "2026-12-14"));
        assertThat(stale.json().path("code").asString()).as(stale.body()).isEqualTo("sprints-stale");
        TestServer.Answer meant = rita.post(ROLLOUT + "/date", Map.of("date", "2026-12-14", "meant", true));
        assertThat(meant.status()).as(meant.body()).isEqualTo(201);
    }

    @Test
    void whatIsNoCalendarTakesNothingAway() throws Exception {
        serve("127.0.0.0/8");
        feedSays(entry("20261214", "20261228", "S2"));
        sprints(feed());
        read();
        feedSays(entry("20261214", "20261228", "S2"), entry("20261220", "20270103", "S3"));
        assertThat(read().path("problem").asString()).contains("sprint S3 overlaps sprint S2");
        elsewhere.stubFor(
                get("/team.ics").willReturn(aResponse().withStatus(302).withHeader("Location", "/team.ics")));
        assertThat(read().path("problem").asString()).isEqualTo("It leads on and on to other addresses.");
        feedSays(entry("20261214", "20261228", "S2").replace("SUMMARY", "RRULE:FREQ=HOURLY\r\nSUMMARY"));
        assertThat(read().path("problem").asString()).contains("The entry 'S2' repeats within a day");
        assertThat(rita.get(ROLLOUT + "/date/offers").json().path("days")).hasSize(1);
        feedSays(entry("20261214", "20261228", "S").replace("SUMMARY", "RRULE:FREQ=WEEKLY;INTERVAL=2\r\nSUMMARY"));
        assertThat(read().path("days"))
                .as("without an end, as far as two years ahead")
                .hasSize(51);
    }

    /** What a stranger's file names may not be a way into the server's own network. */
    @Test
    void theInnerNetworkIsNotAsked() throws Exception {
        serve();
        feedSays(entry("20261214", "20261228", "S2"));
        sprints(feed());
        assertThat(read().path("problem").asString()).contains("leads into a network that is not public");
        assertThat(elsewhere.getAllServeEvents()).isEmpty();
    }

    /** Neither by a redirect from an address that is let. */
    @Test
    void aRedirectLeadsNowhereElseEither() throws Exception {
        serve("127.0.0.1");
        elsewhere.stubFor(get("/team.ics")
                .willReturn(aResponse()
                        .withStatus(302)
                        .withHeader("Location", "http://127.0.0.2:" + elsewhere.port() + "/inner.ics")));
        sprints(feed());
        assertThat(read().path("problem").asString()).contains("leads into a network that is not public");
        assertThat(elsewhere.getAllServeEvents()).hasSize(1);
    }

    /** Jira Cloud takes the address of an account with its API token (Basic), and no token alone. */
    @Test
    void jiraCloudIsSignedInToByAUserWithTheirToken() throws Exception {
        serve("127.0.0.0/8");
        String path = "/rest/agile/1.0/board/7/sprint";
        elsewhere.stubFor(get(urlPathEqualTo(path)).willReturn(aResponse().withStatus(401)));
        elsewhere.stubFor(get(urlPathEqualTo(path))
                .withBasicAuth("bot@example.org", "jira-token-4711")
                .willReturn(okJson("""
                        {"maxResults": 50, "startAt": 0, "isLast": true, "values": [
                          {"id": 1, "state": "future", "name": "PAY 1", "startDate": "2026-12-14T08:00:00.000Z", "endDate": "2026-12-28T08:00:00.000Z"}]}""")));
        String jira = "{ jira: { url: \"http://127.0.0.1:" + elsewhere.port() + "\", board: 7, USERtoken:"
                + " \"${env:JIRA_TOKEN}\" } }";
        sprints(jira.replace("USER", ""));
        assertThat(read().path("problem").asString()).contains("It refused us (401)");
        sprints(jira.replace("USER", "user: bot@example.org, "));
        JsonNode read = read();
        assertThat(read.path("problem").asString()).isEmpty();
        assertThat(read.path("days")).hasSize(1);
        assertThat(read.toString()).doesNotContain("4711");
    }

    /** As Jira Software's Agile API publishes it, in pages; the token goes there and nowhere else. */
    @Test
    void sprintsOfAJiraBoardAreReadPageByPage() throws Exception {
        serve("127.0.0.0/8");
        String path = "/jira/rest/agile/1.0/board/7/sprint";
        elsewhere.stubFor(get(urlPathEqualTo(path))
                .withQueryParam("startAt", equalTo("0"))
                .withHeader("Authorization", equalTo("Bearer jira-token-4711"))
                .willReturn(okJson("""
                        {"maxResults": 2, "startAt": 0, "isLast": false, "values": [
                          {"id": 1, "state": "active", "name": "PAY 1", "startDate": "2026-11-30T09:00:00.000+01:00", "endDate": "2026-12-14T09:00:00.000+0100"},
                          {"id": 2, "state": "future", "name": "PAY 2", "startDate": "2026-12-14T08:00:00.000Z", "endDate": "2026-12-28T08:00:00.000Z"}]}""")));
        elsewhere.stubFor(get(urlPathEqualTo(path))
                .withQueryParam("startAt", equalTo("2"))
                .withHeader("Authorization", equalTo("Bearer jira-token-4711"))
                .willReturn(okJson("""
                        {"maxResults": 2, "startAt": 2, "isLast": true, "values": [
                          {"id": 3, "state": "future", "name": "PAY 3"}]}""")));
        sprints("{ jira: { url: \"http://127.0.0.1:" + elsewhere.port()
                + "/jira/\", board: 7, token: \"${env:JIRA_TOKEN}\" } }");
        JsonNode read = read();
        assertThat(read.path("problem").asString()).isEmpty();
        assertThat(read.path("days"))
                .extracting(day ->
                        day.path("date").asString() + " " + day.path("sprint").asString())
                .containsExactly("2026-11-30 PAY 1", "2026-12-14 PAY 2");

        elsewhere.resetMappings();
        elsewhere.stubFor(get(urlPathEqualTo(path)).willReturn(aResponse().withStatus(401)));
        JsonNode refused = read();
        assertThat(refused.path("problem").asString())
                .contains("It refused us (401)")
                .doesNotContain("4711");
        assertThat(refused.path("days")).hasSize(2);
    }
}
