package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.golive.GoLive;
import io.slipway.server.readiness.GateBook;
import io.slipway.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A team's way from its gates over a rehearsal to the switch, over HTTP, by a clock that the test moves. */
class GoLiveTest {
    static final String FILE = """
            team: payments
            project: shop
            zone: Europe/Berlin
            people:
              ada: { name: Ada Byron, email: ada@example.org, duties: [team-lead] }
              dora: { name: Dora Berg, email: dora@example.org, duties: [dba] }
              rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager] }
              carl: { name: Carl Fox, email: carl@example.org, duties: [stakeholder] }
            manager: rita
            stakeholders: [ada, carl]
            sprints: { first: 2026-12-07, days: 14, count: 6 }
            gates:
              date-agreed: {}
              rehearsed: { valid: 30d }
              no-test-rows: { environment: dev, sql: "SELECT count(*) FROM sqlite_master WHERE name = 'test'", equals: "0" }
              proved: { artifacts: rollbacks-proved, valid: 7d }
              waivers: [rita, carl]
            hypercare: { sprints: 1 }
            """;
    private static final String ROLLOUT = "/api/projects/shop/rollout";

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock("2026-12-04T09:00:00Z");
    private TestServer server;
    private SampleProject shop;
    private Client rita;
    private Client carl;
    private Client ada;

    @BeforeEach
    void start() throws Exception {
        server = node("node-1", clock);
        shop = SampleProject.make(folder.resolve("shop"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
        carl = Client.of(server, "carl", Role.VIEWER);
        ada = Client.of(server, "ada", Role.TEAM_LEAD);
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        assertThat(rita.put(ROLLOUT, Map.of("file", FILE)).status()).isEqualTo(200);
    }

    private TestServer node(String name, Clock at) {
        return TestServer.at(at, folder.resolve("data"), name);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aGateIsGreenFromWhatIsSeenAndForAsLongAsThatCounts() throws Exception {
        assertThat(states(rita.get(ROLLOUT + "/readiness")))
                .containsExactly("date-agreed grey", "rehearsed grey", "no-test-rows grey", "proved grey");
        TestServer.Answer seen = rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(seen.status()).as(seen.body()).isEqualTo(200);
        assertThat(states(seen))
                .containsExactly("date-agreed red", "rehearsed red", "no-test-rows green", "proved red");
        JsonNode evidence = gate(seen, "no-test-rows").path("evidence");
        assertThat(evidence.path("query").asString()).contains("SELECT count(*)");
        assertThat(evidence.path("result").asString()).isEqualTo("0");
        assertThat(evidence.path("digest").asString()).hasSize(64);

        clock.moveTo("2026-12-05T10:00:00Z");
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).contains("no-test-rows grey");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE test (id integer)");
        }
        TestServer.Answer again = rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(gate(again, "no-test-rows").path("why").asString()).isEqualTo("it is 1, and should be 0");
        // what tables beside the events say is what the events say
        assertThat(server.part(GateBook.class).history("payments")).hasSize(8);
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    /** A day that everybody agreed to is none any more when its sprint begins on another, or a freeze covers it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            first: 2026-12-07 | first: 2026-12-08 | everybody said yes to DAY, but no sprint begins that day any more
            people:           | freezes: [{ name: Audit, first: DAY, last: DAY }]@people: | but the freeze 'Audit' covers it
            """)
    void anAgreedDayThatIsNoneAnyMoreIsRed(String right, String other, String told) throws Exception {
        String day = "2026-12-21";
        assertThat(rita.post(ROLLOUT + "/date", Map.of("date", day)).status()).isEqualTo(201);
        carl.post(ROLLOUT + "/date/votes", Map.of("sequence", 1, "date", day, "yes", true));
        ada.post(ROLLOUT + "/date/votes", Map.of("sequence", 1, "date", day, "yes", true));
        assertThat(states(rita.post(ROLLOUT + "/readiness/check", Map.of()))).contains("date-agreed green");
        assertThat(FILE).contains(right);
        String moved = FILE.replaceFirst(right, other.replace("DAY", day).replace('@', '\n'));
        assertThat(rita.put(ROLLOUT, Map.of("file", moved)).status()).isEqualTo(200);
        // not even until somebody looks does what was seen before count
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).contains("date-agreed grey");
        TestServer.Answer seen = rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(states(seen)).contains("date-agreed red");
        assertThat(gate(seen, "date-agreed").path("why").asString()).contains(told.replace("DAY", day));
    }

    @Test
    void aWaiverNeedsTwoOfThoseWhoMayAndEnds() throws Exception {
        String waiver = ROLLOUT + "/gates/rehearsed/waiver";
        Map<String, String> wish = Map.of("reason", "the vendor rehearsed it", "until", "2026-12-08T00:00:00Z");
        assertThat(code(ada.post(waiver, wish))).isEqualTo("not-allowed");
        assertThat(code(rita.post(waiver, Map.of("reason", "x", "until", "2027-12-08T00:00:00Z"))))
                .isEqualTo("request-invalid");
        assertThat(code(rita.post(waiver, Map.of("reason", "x")))).isEqualTo("request-invalid");
        TestServer.Answer date = rita.post(ROLLOUT + "/gates/date-agreed/waiver", wish);
        assertThat(date.body()).contains("nothing opens without an agreed day");
        assertThat(code(carl.post(waiver + "/agreement", Map.of()))).isEqualTo("not-found");
        assertThat(states(rita.post(waiver, wish))).contains("rehearsed grey");
        assertThat(code(rita.post(waiver + "/agreement", Map.of()))).isEqualTo("approval-own");
        assertThat(states(carl.post(waiver + "/agreement", Map.of()))).contains("rehearsed waived");
        assertThat(states(carl.post(waiver + "/end", Map.of("reason", "no longer"))))
                .contains("rehearsed grey");
        rita.post(waiver, wish);
        carl.post(waiver + "/agreement", Map.of());
        clock.moveTo("2026-12-08T00:00:00Z");
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).contains("rehearsed grey");
    }

    @Test
    void whatNobodyCouldSatisfyIsRefusedWithItsLine() throws Exception {
        TestServer.Answer unknown =
                rita.put(ROLLOUT, Map.of("file", FILE.replace("environment: dev", "environment: uat")));
        assertThat(code(unknown)).isEqualTo("rollout-file-invalid");
        assertThat(unknown.body())
                .contains("the project has no environment 'uat'")
                .contains("\"line\":15");
        TestServer.Answer hostile = rita.put(
                ROLLOUT,
                Map.of(
                        "file",
                        FILE.replace("name = 'test'\"", "name = 'test'; DELETE FROM sqlite_master; SELECT 0\"")));
        assertThat(hostile.status()).as(hostile.body()).isEqualTo(200);
        assertThat(gate(rita.post(ROLLOUT + "/readiness/check", Map.of()), "no-test-rows")
                        .path("why")
                        .asString())
                .contains("one statement, and no more");
    }

    @Test
    void aDateThatMovedOrIsVotedOnAgainIsNotKnownToBeAgreed() throws Exception {
        Map<String, Object> yes = Map.of("sequence", 1, "date", "2026-12-21", "yes", true);
        rita.post(ROLLOUT + "/date", Map.of("date", "2026-12-21"));
        carl.post(ROLLOUT + "/date/votes", yes);
        ada.post(ROLLOUT + "/date/votes", yes);
        assertThat(states(rita.post(ROLLOUT + "/readiness/check", Map.of()))).contains("date-agreed green");
        carl.post(
                ROLLOUT + "/date/votes", Map.of("sequence", 1, "date", "2026-12-21", "yes", false, "reason", "audit"));
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).contains("date-agreed grey");
        carl.post(ROLLOUT + "/date/votes", yes);
        assertThat(states(rita.post(ROLLOUT + "/readiness/check", Map.of()))).contains("date-agreed green");
        assertThat(rita.post(ROLLOUT + "/date/move", Map.of("sequence", 1, "date", "2027-01-04"))
                        .status())
                .isEqualTo(200);
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).contains("date-agreed grey");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    /** Somebody makes production of the environment while the rehearsal is open. */
    @Test
    void aRehearsedDeploymentLooksAtTheDatabaseThatItReached() throws Exception {
        ada.upload("shop", shop.pack());
        assertThat(rita.post(ROLLOUT + "/rehearsals", Map.of()).status()).isEqualTo(201);
        assertThat(ada.ended(deploy("dev")).json().path("state").asString()).isEqualTo("completed");
        Files.deleteIfExists(shop.database("qa"));
        Files.deleteIfExists(shop.database("prod"));
        Files.createFile(shop.database("prod"));
        Files.createSymbolicLink(shop.database("qa"), shop.database("prod"));
        JsonNode refused = ada.ended(deploy("qa")).json();
        assertThat(refused.path("state").asString()).as(refused.toString()).isNotEqualTo("completed");
        assertThat(refused.toString()).contains("production: its database bears the same mark");
    }

    /** The database tells, not the name that somebody gave it. */
    @Test
    void nobodyRehearsesInProductionUnderAnotherName() throws Exception {
        Files.createFile(shop.database("prod"));
        Files.createSymbolicLink(shop.database("qa"), shop.database("prod"));
        TestServer.Answer refused = rita.post(ROLLOUT + "/rehearsals", Map.of());
        assertThat(code(refused)).isEqualTo("deployment-state");
        assertThat(refused.body()).contains("'qa' is production: its database bears the same mark");
        assertThat(rita.get(ROLLOUT + "/rehearsals").json().path("rehearsals")).isEmpty();
    }

    @Test
    void nothingGoesDownThePipelineBeforeTheSwitchButRehearsals() throws Exception {
        assertThat(ada.upload("shop", shop.pack()).status()).isEqualTo(201);
        assertThat(code(deploy("dev"))).isEqualTo("not-live");
        rehearse();
        assertThat(code(deploy("dev"))).isEqualTo("not-live");

        TestServer.Answer ended = rita.get(ROLLOUT + "/rehearsals");
        JsonNode rehearsal = ended.json().path("rehearsals").get(0);
        assertThat(rehearsal.path("complete").asBoolean()).as(ended.body()).isTrue();
        assertThat(rehearsal.path("millis").propertyNames())
                .contains("looked", "packaged", "deployed", "promoted", "switched-back");
        assertThat(ended.json().path("traces"))
                .extracting(trace -> trace.path("kind").asString() + " "
                        + trace.path("environment").asString() + " "
                        + trace.path("name").asString())
                .contains(
                        "artifact  1.1.0",
                        "deployment dev #1",
                        "deployment qa #2",
                        "history dev lines of #1",
                        "object dev table orders")
                .doesNotContain("artifact  1.0.0");
    }

    @Test
    void onTheDayItOpensWhenAllPassAndTheFirstPackageProvesIt() throws Exception {
        rehearse();
        agree("2026-12-07");
        GoLive golive = server.part(GoLive.class);
        // one millisecond before midnight in Berlin
        clock.moveTo("2026-12-06T22:59:50Z");
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("waiting");
        clock.moveTo("2026-12-06T23:00:00Z");
        bothAtOnce(golive);
        assertThat(golive(rita)).as(rita.get(ROLLOUT + "/readiness").body()).isEqualTo("open");
        assertThat(actions()).containsOnlyOnce("go-live-opened");
        assertThat(code(ada.post(ROLLOUT + "/cleanup/approvals", Map.of("digest", "0".repeat(64)))))
                .isEqualTo("cleanup-refused");
        assertThat(told("go-live-opened")).isEqualTo(1);

        shop.script("003_item", "CREATE TABLE item (id integer PRIMARY KEY);", "DROP TABLE item;");
        assertThat(ada.upload("shop", shop.pack()).status()).isEqualTo(201);
        assertThat(ada.ended(deploy("dev")).json().path("state").asString()).isEqualTo("completed");
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("open");
        assertThat(ada.ended(deploy("qa")).json().path("state").asString()).isEqualTo("completed");
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("live");

        assertThat(code(rita.post(ROLLOUT + "/hypercare/votes", Map.of("yes", true))))
                .isEqualTo("not-allowed");
        assertThat(code(ada.post(ROLLOUT + "/hypercare/votes", Map.of("yes", true))))
                .isEqualTo("deployment-state");
        clock.moveTo("2026-12-20T23:00:01Z");
        JsonNode care = rita.get(ROLLOUT + "/hypercare").json();
        assertThat(care.path("state").asString()).isEqualTo("voting");
        assertThat(care.path("sprints").get(0).path("scripts").asInt()).isEqualTo(1);
        assertThat(care.path("sprints").get(0).path("deployments").asInt()).isEqualTo(2);
        ada.post(ROLLOUT + "/hypercare/votes", Map.of("yes", true));
        assertThat(carl.post(ROLLOUT + "/hypercare/votes", Map.of("yes", true))
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("ended");
        assertThat(told("hypercare-ended")).isEqualTo(1);

        assertThat(code(rita.post(ROLLOUT + "/switch-back", Map.of("reason", " "))))
                .isEqualTo("request-invalid");
        assertThat(rita.post(ROLLOUT + "/switch-back", Map.of("reason", "wrong grants"))
                        .status())
                .isEqualTo(200);
        assertThat(golive(rita)).isEqualTo("back");
        TestServer.Answer refused = deploy("prod");
        assertThat(code(refused)).isEqualTo("not-live");
        assertThat(refused.body()).contains("was switched back by rita on 2026-12-20T23:00:00Z: wrong grants");
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("back");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    @Test
    void oneRedGateHoldsItAndEverybodyIsToldWhy() throws Exception {
        agree("2026-12-07");
        clock.moveTo("2026-12-06T23:00:01Z");
        GoLive golive = server.part(GoLive.class);
        golive.sweep();
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("held");
        assertThat(actions()).containsOnlyOnce("go-live-held");
        List<String> reasons = server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT reason FROM outbox_event WHERE kind = 'go-live-held'")
                        .mapTo(String.class)
                        .list());
        assertThat(reasons).singleElement().asString().contains("Rehearsed: failed, nobody has rehearsed it yet");
        // everybody of the file got a mail of it
        waitFor(() -> mails("go-live-held") == 4);

        // put right within the day, and asked again
        rehearse();
        assertThat(golive(rita)).isEqualTo("held");
        rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(golive(rita)).isEqualTo("open");
    }

    /** People said yes to it, and it was taken back, or somebody never answered: who waits for it is told. */
    @Test
    void aDayThatBeginsWithoutEverybodysYesHolds() throws Exception {
        rehearse();
        agree("2026-12-07");
        carl.post(
                ROLLOUT + "/date/votes",
                Map.of("sequence", 1, "date", "2026-12-07", "yes", false, "reason", "the last second"));
        GoLive golive = server.part(GoLive.class);
        clock.moveTo("2026-12-06T22:59:59Z");
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("waiting");
        clock.moveTo("2026-12-06T23:00:00Z");
        golive.sweep();
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("held");
        assertThat(told("go-live-held")).isEqualTo(1);
        assertThat(rita.get(ROLLOUT + "/readiness").body()).contains("not everybody has said yes to this day");
        assertThat(rita.get("/rollouts").body()).contains("Rita Lund").doesNotContain("nobody’s");
    }

    /** What comes after the switch would be taken for a rehearsal's, and cleaned away. */
    @Test
    void anOpenRehearsalHoldsIt() throws Exception {
        rehearse();
        agree("2026-12-07");
        assertThat(rita.post(ROLLOUT + "/rehearsals", Map.of()).status()).isEqualTo(201);
        clock.moveTo("2026-12-06T23:00:00Z");
        server.part(GoLive.class).sweep();
        assertThat(golive(rita)).isEqualTo("held");
        assertThat(rita.get(ROLLOUT + "/readiness").body()).contains("rehearsal 2 is still open; end it");
        assertThat(rita.post(ROLLOUT + "/rehearsals/end", Map.of()).status()).isEqualTo(200);
        rita.post(ROLLOUT + "/readiness/check", Map.of());
        // the one that was ended went through nothing
        assertThat(rita.get(ROLLOUT + "/readiness").body())
                .doesNotContain("is still open")
                .contains("Rehearsed: failed");
    }

    @Test
    void aDayThatPassedNeedsAnother() throws Exception {
        rehearse();
        agree("2026-12-07");
        clock.moveTo("2026-12-07T23:00:01Z");
        GoLive golive = server.part(GoLive.class);
        golive.sweep();
        golive.sweep();
        assertThat(golive(rita)).isEqualTo("held");
        assertThat(told("go-live-held")).isEqualTo(1);
        assertThat(rita.get(ROLLOUT + "/readiness").body()).contains("the day passed while no server ran");
        rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(golive(rita)).isEqualTo("held");
        agree("2026-12-21");
        clock.moveTo("2026-12-20T23:00:01Z");
        rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(golive(rita)).as(rita.get(ROLLOUT + "/readiness").body()).isEqualTo("open");
    }

    /** Nobody gets round a gate, or a stakeholder's no, by a file without them. */
    @Test
    void aFileThatAsksForLessWaitsForASecondPersonOnceADateWasProposed() throws Exception {
        String without = FILE.replace("  rehearsed: { valid: 30d }\n", "")
                .replace("stakeholders: [ada, carl]", "stakeholders: [ada]");
        String looser = "the gate 'rehearsed' goes; Carl Fox is no stakeholder any more";
        agree("2026-12-07");
        TestServer.Answer waits = rita.put(ROLLOUT, Map.of("file", without));
        assertThat(code(waits)).isEqualTo("approval-required");
        assertThat(waits.body()).contains(looser);
        assertThat(code(rita.put(ROLLOUT, Map.of("file", without)))).isEqualTo("approval-required");
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).contains("rehearsed grey");
        assertThat(told("rollout-loosened")).isEqualTo(1);
        waitFor(() -> mails("rollout-loosened") == 4);

        JsonNode wish = carl.get(ROLLOUT + "/wish").json().path("wish");
        assertThat(wish.path("askedBy").asString()).isEqualTo("rita");
        Map<String, String> seen = Map.of("digest", wish.path("digest").asString());
        assertThat(code(rita.post(ROLLOUT + "/wish/agreement", seen))).isEqualTo("approval-own");
        assertThat(code(carl.post(ROLLOUT + "/wish/agreement", Map.of("digest", "another"))))
                .isEqualTo("approval-void");
        assertThat(carl.post(ROLLOUT + "/wish/agreement", seen).status()).isEqualTo(200);
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).doesNotContain("rehearsed grey");
        assertThat(code(carl.post(ROLLOUT + "/wish/agreement", seen))).isEqualTo("not-found");
        assertThat(actions()).contains("rollout-loosening-asked", "rollout-changed");

        // one that asks for more is the manager's to hand in; and one that was refused counts never
        assertThat(rita.put(ROLLOUT, Map.of("file", FILE)).status()).isEqualTo(200);
        rita.put(ROLLOUT, Map.of("file", without));
        assertThat(carl.post(ROLLOUT + "/wish/end", Map.of()).status()).isEqualTo(200);
        assertThat(carl.get(ROLLOUT + "/wish").json().hasNonNull("wish")).isFalse();
        assertThat(states(rita.get(ROLLOUT + "/readiness"))).contains("rehearsed grey");
    }

    private void rehearse() throws Exception {
        if (server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT count(*) FROM artifact")
                        .mapTo(Long.class)
                        .one()
                        .equals(0L))) {
            ada.upload("shop", shop.pack());
        }
        assertThat(rita.post(ROLLOUT + "/rehearsals", Map.of()).status()).isEqualTo(201);
        shop.script("002_orders", "CREATE TABLE orders (id integer PRIMARY KEY);", "DROP TABLE orders;");
        assertThat(ada.upload("shop", shop.pack()).status()).isEqualTo(201);
        assertThat(ada.ended(deploy("dev")).json().path("state").asString()).isEqualTo("completed");
        assertThat(ada.ended(deploy("qa")).json().path("state").asString()).isEqualTo("completed");
        assertThat(deploy("prod").body()).contains("which is production");
        TestServer.Answer ended = rita.post(ROLLOUT + "/rehearsals/end", Map.of());
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    }

    @Test
    void provisionedIsATeamWhoseEnvironmentsAnswerAndWhosePeopleSeeTheProject() throws Exception {
        String provisioned = FILE.replaceFirst("(?s)gates:.*", "")
                + "provision:\n  database: postgresql\n  environments:\n    dev: { admin: postgres, database: shop_dev,"
                + " server: \"jdbc:postgresql://db.example.org:5432/\", admin-password: \"${env:ADMIN}\","
                + " deploy-password: \"${env:DEPLOY}\" }\n"
                + "gates: { provisioned: {}, waivers: [rita, carl] }\nhypercare: { sprints: 1 }\n";
        TestServer.Answer taken = rita.put(ROLLOUT, Map.of("file", provisioned));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        TestServer.Answer before = rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(gate(before, "provisioned").path("why").asString()).contains("Dora Berg has no account 'dora'");
        server.person("dora", Role.DBA);
        TestServer.Answer after = rita.post(ROLLOUT + "/readiness/check", Map.of());
        assertThat(states(after)).containsExactly("provisioned green");
    }

    private void agree(String day) {
        AgreedDates.agree(server, "shop", day);
    }

    /** Two nodes whose sweep comes at the same moment. */
    private void bothAtOnce(GoLive golive) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try (TestServer other = node("node-2", clock)) {
            GoLive elsewhere = other.part(GoLive.class);
            for (var each : two.invokeAll(List.<Callable<Boolean>>of(
                    () -> {
                        golive.sweep();
                        return true;
                    },
                    () -> {
                        elsewhere.sweep();
                        return true;
                    }))) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            two.shutdown();
        }
    }

    private static void waitFor(Callable<Boolean> what) throws Exception {
        long end = System.nanoTime() + 15_000_000_000L;
        while (!what.call()) {
            assertThat(System.nanoTime()).as("it does not come").isLessThan(end);
            Thread.sleep(100);
        }
    }

    private long mails(String kind) {
        return server.part(Store.class)
                .read(handle -> handle.createQuery(
                                "SELECT count(*) FROM delivery d JOIN outbox_event o ON o.id = d.event"
                                        + " WHERE d.channel = 'email' AND o.kind = :kind")
                        .bind("kind", kind)
                        .mapTo(Long.class)
                        .one());
    }

    private long told(String kind) {
        return server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT count(*) FROM outbox_event WHERE kind = :kind")
                        .bind("kind", kind)
                        .mapTo(Long.class)
                        .one());
    }

    private List<String> actions() {
        return server.part(AuditLog.class).events(AuditLog.Filter.ALL, 500).stream()
                .map(event -> event.action())
                .toList();
    }

    private TestServer.Answer deploy(String environment) throws Exception {
        return ada.post(
                "/api/projects/shop/deployments",
                Map.of("artifact", "latest", "environment", environment, "reason", "because"));
    }

    private static String golive(Client who) throws Exception {
        return who.get(ROLLOUT + "/readiness").json().path("golive").asString();
    }

    private static String code(TestServer.Answer answer) {
        return answer.json().path("code").asString();
    }

    private static JsonNode gate(TestServer.Answer answer, String name) {
        for (JsonNode gate : answer.json().path("gates")) {
            if (gate.path("gate").asString().equals(name)) {
                return gate;
            }
        }
        throw new AssertionError(answer.body());
    }

    private static List<String> states(TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> states = new java.util.ArrayList<>();
        answer.json()
                .path("gates")
                .forEach(gate -> states.add(
                        gate.path("gate").asString() + " " + gate.path("state").asString()));
        return states;
    }
}
