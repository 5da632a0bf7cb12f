package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows, freezes and times on a running server. It is Friday, 2026-12-04, 20:00 UTC: 21:00 in Berlin. */
class ScheduledDeploymentTest {
    private static final String SHOP = "/api/projects/shop";
    private static final Map<String, Object> TONIGHT =
            Map.of("days", List.of("fri"), "opens", "22:00", "closes", "23:00", "zone", "Europe/Berlin");

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock("2026-12-04T20:00:00Z");
    private TestServer server;
    private SampleProject shop;
    private Client dora;
    private Client lee;

    @BeforeEach
    void start() throws Exception {
        server = node("node-1");
        shop = SampleProject.make(folder.resolve("shop"));
        dora = Client.of(server, "dora", Role.ADMINISTRATOR, Role.DBA);
        lee = Client.of(server, "lee", Role.TEAM_LEAD);
        dora.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        assertThat(lee.upload("shop", shop.pack()).status()).isEqualTo(201);
    }

    private TestServer node(String name) {
        return TestServer.at(clock, folder.resolve("data"), name);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void twoDeploymentsWaitForTheirWindowAndRunInItOneAfterTheOther() throws Exception {
        window("dev", TONIGHT);
        TestServer.Answer first = deploy("1.0.0", "dev", Map.of());
        shop.script("002_order", "CREATE TABLE orders (id integer PRIMARY KEY);", "DROP TABLE orders;");
        lee.upload("shop", shop.pack());
        TestServer.Answer second = deploy("latest", "dev", Map.of());

        assertThat(first.json().path("state").asString()).isEqualTo("scheduled");
        assertThat(first.json().path("start").path("at").asString()).isEqualTo("2026-12-04T21:00:00Z");
        assertThat(first.json().path("start").path("local").asString()).isEqualTo("2026-12-04T22:00+01:00");
        assertThat(first.json().path("start").path("end").asString()).isEqualTo("2026-12-04T22:00:00Z");
        assertThat(first.json().path("start").path("why").asString()).isEqualTo("No window is open before that.");

        clock.moveTo("2026-12-04T20:59:57Z");
        TestServer.Answer one = lee.ended(first);
        TestServer.Answer two = lee.ended(second);
        assertThat(one.json().path("state").asString()).as(one.body()).isEqualTo("completed");
        assertThat(two.json().path("state").asString()).as(two.body()).isEqualTo("completed");
        assertThat(instant(one, "startedAt")).isAfterOrEqualTo("2026-12-04T21:00:00Z");
        assertThat(instant(one, "endedAt")).isBeforeOrEqualTo(instant(two, "startedAt"));
    }

    @Test
    void anotherNodeRunsItOnceWhenTheOneThatTookItIsGone() throws Exception {
        TestServer.Answer asked = deploy("1.0.0", "dev", Map.of("notBefore", "2026-12-04T21:00:00Z"));
        assertThat(asked.json().path("state").asString()).isEqualTo("scheduled");
        server.close();
        clock.moveTo("2026-12-04T21:00:01Z");
        server = node("node-2");
        dora = Client.of(server, "dana", Role.DBA);
        try (TestServer third = node("node-3")) {
            TestServer.Answer ended = dora.ended(asked);
            assertThat(ended.json().path("state").asString()).isEqualTo("completed");
            assertThat(instant(ended, "startedAt")).isAfterOrEqualTo("2026-12-04T21:00:00Z");
            assertThat(third.part(AuditLog.class).events(AuditLog.Filter.ALL, 100))
                    .extracting(AuditEvent::action)
                    .containsOnlyOnce("deployment-completed");
        }
        assertThat(told(asked))
                .filteredOn(said -> said.startsWith("running on"))
                .hasSize(1);
    }

    @Test
    void aFreezeAfterTheApprovalHoldsAndLiftingItLetsGo() throws Exception {
        toProd();
        TestServer.Answer asked = deploy("1.0.0", "prod", Map.of("notBefore", "2026-12-04T21:00:00Z"));
        approve(asked);
        TestServer.Answer freeze =
                dora.post(SHOP + "/freezes", Map.of("until", "2026-12-04T23:00:00Z", "reason", "stock-taking"));
        assertThat(freeze.status()).as(freeze.body()).isEqualTo(201);

        clock.moveTo("2026-12-04T21:00:01Z");
        Thread.sleep(2_500);
        TestServer.Answer held = now(asked);
        assertThat(held.json().path("state").asString()).as(held.body()).isEqualTo("scheduled");
        assertThat(held.json().path("start").path("at").asString()).isEqualTo("2026-12-04T23:00:00Z");
        assertThat(held.json().path("start").path("why").asString()).isEqualTo("Frozen: stock-taking");

        assertThat(dora.send(
                                "DELETE",
                                SHOP + "/freezes/" + freeze.json().path("id").asString(),
                                "")
                        .status())
                .isEqualTo(204);
        clock.moveBy(Duration.ofSeconds(20));
        assertThat(lee.ended(asked).json().path("state").asString()).isEqualTo("completed");
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 100))
                .extracting(AuditEvent::action)
                .contains("freeze-added", "freeze-lifted", "deployment-completed");
    }

    @Test
    void theBindingIsComparedAtTheLateStart() throws Exception {
        toProd();
        TestServer.Answer asked = deploy("1.0.0", "prod", Map.of("notBefore", "2026-12-04T21:00:00Z"));
        approve(asked);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + shop.database("prod"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE made_by_hand (id integer)");
        }
        clock.moveTo("2026-12-04T21:00:01Z");
        TestServer.Answer ended = lee.ended(asked);
        assertThat(ended.json().path("state").asString()).isEqualTo("refused");
        assertThat(ended.json().path("outcome").path("error").path("code").asString())
                .isEqualTo("approval-void");
    }

    @Test
    void whatMayTakeTooLongIsToldOrRefusedAsThePolicySays() throws Exception {
        lee.ended(deploy("1.0.0", "dev", Map.of()));
        // as though dev, with more data, had taken two minutes
        server.part(Store.class)
                .run(handle -> handle.execute("UPDATE deployment SET outcome ="
                        + " json_set(outcome, '$.measured[0].millis', 120000) WHERE state = 'completed'"));
        window("qa", Map.of("days", List.of("fri"), "opens", "20:00", "closes", "20:01", "zone", "UTC"));
        clock.moveTo("2026-12-04T20:00:05Z");
        policy("qa", false, true, false);
        TestServer.Answer refused = deploy("1.0.0", "qa", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asString()).isEqualTo("window-too-short");
        assertThat(refused.json().path("detail").asString()).contains("2 min");

        policy("qa", true, true, false);
        TestServer.Answer let = deploy("1.0.0", "qa", Map.of());
        assertThat(let.json().path("start").path("seconds").asInt()).isEqualTo(120);
        lee.ended(let);
        assertThat(told(let)).anyMatch(said -> said.startsWith("it may take 2 min, and the window closes at"));
    }

    @Test
    void anEmergencyPassesWithItsReasonUnlessThePolicySaysNo() throws Exception {
        dora.post("/api/freezes", Map.of("until", "2026-12-06T00:00:00Z", "reason", "year's end"));
        Map<String, Object> emergency = Map.of("emergency", true);
        policy("dev", true, false, false);
        TestServer.Answer refused = ask(dora, "1.0.0", "dev", emergency);
        assertThat(refused.json().path("code").asString()).as(refused.body()).isEqualTo("calendar-closed");

        policy("dev", true, true, false);
        TestServer.Answer let = ask(dora, "1.0.0", "dev", emergency);
        assertThat(dora.ended(let).json().path("state").asString()).isEqualTo("completed");
        assertThat(let.json().path("review").path("openedAt").isMissingNode()).isFalse();
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 100))
                .filteredOn(event -> event.action().equals("calendar-passed"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.detail().toString()).contains("Frozen: year's end", "emergency", "because"));
        dora.put(SHOP + "/environments/dev/calendar-policy", Map.of());
        assertThat(ask(lee, "1.0.0", "dev", emergency).status()).isEqualTo(403);
    }

    @Test
    void aRollbackPassesWhereThePolicyLetsItAndAReasonIsGiven() throws Exception {
        lee.ended(deploy("1.0.0", "dev", Map.of()));
        dora.post(
                SHOP + "/freezes",
                Map.of("environment", "dev", "until", "2026-12-06T00:00:00Z", "reason", "stock-taking"));
        Map<String, Object> wish = Map.of("environment", "dev", "last", true);
        TestServer.Answer waits = lee.post(SHOP + "/rollbacks", with(wish, Map.of("reason", "it is slow")));
        assertThat(waits.json().path("state").asString()).isEqualTo("scheduled");
        policy("dev", true, true, true);
        TestServer.Answer without = lee.post(SHOP + "/rollbacks", wish);
        assertThat(without.json().path("state").asString()).isEqualTo("scheduled");
        clock.moveBy(Duration.ofSeconds(20));
        assertThat(lee.ended(waits).json().path("state").asString()).isEqualTo("completed");
        assertThat(now(without).json().path("state").asString()).isEqualTo("scheduled");
    }

    /** Taking back what broke production is an emergency as well. */
    @Test
    void anEmergencyRollbackRunsInAFreezeAndIsReviewedLater() throws Exception {
        toProd();
        TestServer.Answer asked = deploy("1.0.0", "prod", Map.of("notBefore", "2026-12-04T20:30:00Z"));
        approve(asked);
        clock.moveTo("2026-12-04T20:30:01Z");
        lee.ended(asked);
        dora.post("/api/freezes", Map.of("until", "2026-12-06T00:00:00Z", "reason", "year's end"));
        Map<String, Object> wish =
                Map.of("environment", "prod", "last", true, "reason", "orders fail", "emergency", true);
        assertThat(lee.post(SHOP + "/rollbacks", wish).status()).isEqualTo(403);
        TestServer.Answer ended = dora.ended(dora.post(SHOP + "/rollbacks", wish));
        assertThat(ended.json().path("state").asString()).as(ended.body()).isEqualTo("completed");
        String review = SHOP + "/deployments/" + ended.json().path("number").asLong() + "/review";
        assertThat(dora.post(review, Map.of("justified", true, "comment", "mine"))
                        .status())
                .isEqualTo(403);
        assertThat(lee.post(review, Map.of("justified", true, "comment", "it was down"))
                        .json()
                        .path("review")
                        .path("closedBy")
                        .asString())
                .isEqualTo("lee");
    }

    @Test
    void itIsMovedAndStoppedBeforeItStarts() throws Exception {
        toProd();
        TestServer.Answer asked = deploy("1.0.0", "prod", Map.of("notBefore", "2026-12-04T22:00:00Z"));
        String schedule = SHOP + "/deployments/" + asked.json().path("number").asLong() + "/schedule";
        assertThat(lee.put(schedule, Map.of("notBefore", "2026-12-04T22:30:00Z"))
                        .json()
                        .path("notBefore")
                        .asString())
                .isEqualTo("2026-12-04T22:30:00Z");
        approve(asked);
        TestServer.Answer own = lee.put(schedule, Map.of("notBefore", "2026-12-04T21:00:00Z"));
        assertThat(own.json().path("code").asString()).isEqualTo("approval-own");
        TestServer.Answer moved = dora.put(schedule, Map.of("notBefore", "2026-12-04T20:30:00Z"));
        assertThat(moved.json().path("state").asString()).as(moved.body()).isEqualTo("scheduled");
        clock.moveTo("2026-12-04T20:30:01Z");
        assertThat(lee.ended(asked).json().path("state").asString()).isEqualTo("completed");
        assertThat(dora.put(schedule, Map.of()).json().path("code").asString()).isEqualTo("deployment-state");

        TestServer.Answer other = deploy("1.0.0", "dev", Map.of("notBefore", "2026-12-04T22:00:00Z"));
        lee.post(SHOP + "/deployments/" + other.json().path("number").asLong() + "/cancellation", Map.of());
        assertThat(now(other).json().path("state").asString()).isEqualTo("cancelled");
    }

    @Test
    void whoMayNotSetThemIsRefusedAndNonsenseToo() throws Exception {
        assertThat(lee.post(SHOP + "/environments/dev/windows", TONIGHT).status())
                .isEqualTo(403);
        Client devOnly = Client.of(server, "dan", List.of(new io.slipway.server.access.Grant(Role.DBA, "shop", "dev")));
        Map<String, Object> freeze = Map.of("until", "2026-12-06T00:00:00Z", "reason", "r");
        assertThat(devOnly.post(SHOP + "/freezes", freeze).status()).isEqualTo(403);
        assertThat(devOnly.post(SHOP + "/freezes", with(freeze, Map.of("environment", "qa")))
                        .status())
                .isEqualTo(403);
        assertThat(devOnly.post(SHOP + "/freezes", with(freeze, Map.of("environment", "dev")))
                        .status())
                .isEqualTo(201);
        assertThat(devOnly.post("/api/freezes", freeze).status()).isEqualTo(403);
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("until", "2026-12-06T00:00:00Z"),
                Map.of("reason", "r"),
                Map.of("until", "2026-12-03T00:00:00Z", "reason", "r"),
                Map.of("until", "2036-12-03T00:00:00Z", "reason", "r"),
                Map.of("from", "+900000000-01-01T00:00:00Z", "until", "+900000000-01-02T00:00:00Z", "reason", "r"))) {
            assertThat(dora.post("/api/freezes", bad).status())
                    .as(bad.toString())
                    .isEqualTo(400);
        }
        assertThat(deploy("1.0.0", "dev", Map.of("notBefore", "+900000000-01-01T00:00:00Z"))
                        .status())
                .isEqualTo(400);
        assertThat(dora.send("DELETE", SHOP + "/environments/dev/windows/none", "")
                        .status())
                .isEqualTo(404);
    }

    private void toProd() throws Exception {
        lee.ended(deploy("1.0.0", "dev", Map.of()));
        lee.ended(deploy("1.0.0", "qa", Map.of()));
    }

    private void approve(TestServer.Answer asked) throws Exception {
        TestServer.Answer approved = dora.post(
                SHOP + "/deployments/" + asked.json().path("number").asLong() + "/decisions",
                Map.of("approve", true, "binding", asked.json().path("binding").asString()));
        assertThat(approved.json().path("state").asString()).as(approved.body()).isEqualTo("scheduled");
    }

    private void window(String environment, Map<String, Object> window) throws Exception {
        TestServer.Answer added = dora.post(SHOP + "/environments/" + environment + "/windows", window);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
    }

    private void policy(String environment, boolean overrun, boolean emergencies, boolean rollbacks) throws Exception {
        TestServer.Answer set = dora.put(
                SHOP + "/environments/" + environment + "/calendar-policy",
                Map.of("overrun", overrun, "emergencies", emergencies, "rollbacks", rollbacks));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
    }

    private TestServer.Answer deploy(String version, String environment, Map<String, Object> more) throws Exception {
        return ask(lee, version, environment, more);
    }

    private static TestServer.Answer ask(Client who, String version, String environment, Map<String, Object> more)
            throws Exception {
        return who.post(
                SHOP + "/deployments",
                with(Map.of("artifact", version, "environment", environment, "reason", "because"), more));
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private TestServer.Answer now(TestServer.Answer asked) throws Exception {
        return dora.get(SHOP + "/deployments/" + asked.json().path("number").asLong());
    }

    private List<String> told(TestServer.Answer asked) {
        return server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT message FROM deployment_event e JOIN deployment d"
                                + " ON d.id = e.deployment WHERE d.number = :number ORDER BY sequence")
                        .bind("number", asked.json().path("number").asLong())
                        .mapTo(String.class)
                        .list());
    }

    private static Instant instant(TestServer.Answer answer, String field) {
        return Instant.parse(answer.json().path(field).asString());
    }
}
