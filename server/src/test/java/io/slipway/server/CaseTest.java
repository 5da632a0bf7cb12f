package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Cases, from one that opens by itself to one that nobody acknowledged. */
class CaseTest {
    private static final String CASES = "/api/projects/shop/rollout/cases";

    @TempDir
    private Path folder;

    /** A Tuesday morning in Berlin, within everybody's hours but Chicago's. */
    private final MovedClock clock = new MovedClock("2026-11-10T09:00:00Z");

    private TestServer server;
    private SampleProject shop;
    private Client ada;
    private Client dora;
    private Client vera;
    private Client rita;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        shop = SampleProject.make(folder.resolve("shop"));
        rita = Client.of(server, "rita", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        ada = Client.of(server, "ada", Role.TEAM_LEAD);
        dora = Client.of(server, "dora", Role.DBA);
        vera = Client.of(server, "vera", Role.VIEWER);
        rita.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        TestServer.Answer taken = rita.put("/api/projects/shop/rollout", Map.of("file", SampleRollout.file("shop")));
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    }

    /** A team that is not live deploys in rehearsals only. */
    private void rehearse() throws Exception {
        TestServer.Answer begun = rita.post("/api/projects/shop/rollout/rehearsals", Map.of());
        assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCaseGoesFromTierToTierWithNotesAndBack() throws Exception {
        JsonNode opened = made(ada.post(CASES, Map.of("title", "Who may drop a column?", "text", "We want to.")));
        long number = opened.path("number").asLong();
        assertThat(opened.path("tier").asString()).isEqualTo("L1");
        assertThat(opened.path("acknowledgeBy").asString()).startsWith("2026-11-10T10:00:");

        assertThat(step(vera, number, "acknowledge").status()).isEqualTo(403);
        assertThat(step(ada, number, "acknowledge").status()).isEqualTo(200);
        assertThat(step(ada, number, "acknowledge").status()).isEqualTo(409);
        assertThat(step(ada, number, "escalate").body()).contains("hand-over note is missing");
        JsonNode escalated = did(step(ada, number, "escalate", Map.of("text", "It is a table of yours: orders.")));
        assertThat(escalated.path("tier").asString()).isEqualTo("L2");
        assertThat(escalated.path("handOver").asString()).isEqualTo("It is a table of yours: orders.");
        assertThat(step(ada, number, "resolve", Map.of("text", "x")).status()).isEqualTo(403);
        did(step(dora, number, "de-escalate", Map.of("text", "You may: see the guide.")));
        JsonNode resolved = did(step(
                ada,
                number,
                "resolve",
                Map.of("text", "We did.", "cause", "unclear guide", "knowledge", "https://docs.example.org/columns")));
        assertThat(resolved.path("phase").asString()).isEqualTo("resolved");
        assertThat(resolved.path("cause").asString()).isEqualTo("unclear guide");
        assertThat(resolved.path("events").size()).isEqualTo(5);
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    @Test
    void whatNobodyAcknowledgesGoesUpByTheClock() throws Exception {
        long number =
                made(ada.post(CASES, Map.of("title", "Help"))).path("number").asLong();
        clock.moveBy(Duration.ofHours(5));
        JsonNode now = until(number, one -> one.path("tier").asString().equals("L3"));
        // L1 had an hour, L2 two of theirs; it counts from there, however late it was looked at.
        assertThat(now.path("events").get(1).path("at").asString()).startsWith("2026-11-10T10:00:");
        assertThat(now.path("events").get(2).path("at").asString()).startsWith("2026-11-10T12:00:");
        // Chicago opens at 13:00 UTC.
        assertThat(now.path("acknowledgeBy").asString()).startsWith("2026-11-10T17:00:");
        assertThat(now.path("events").get(1).path("by").asString()).isEqualTo("slipway");

        clock.moveBy(Duration.ofHours(4));
        JsonNode late = until(number, one -> one.path("events").size() == 4);
        assertThat(late.path("events").get(3).path("kind").asString()).isEqualTo("overdue");
        assertThat(late.path("late").asBoolean()).isTrue();
    }

    @Test
    void aPauseAndAMergeKeepTheirTime() throws Exception {
        long first =
                made(ada.post(CASES, Map.of("title", "Slow"))).path("number").asLong();
        long second = made(ada.post(CASES, Map.of("title", "Slow too")))
                .path("number")
                .asLong();
        did(step(ada, first, "acknowledge"));
        JsonNode paused = did(step(ada, first, "pause", Map.of("text", "Which table?")));
        assertThat(paused.path("resolveBy").isMissingNode()
                        || paused.path("resolveBy").isNull())
                .isTrue();
        clock.moveBy(Duration.ofMinutes(30));
        assertThat(did(step(ada, first, "note", Map.of("text", "orders")))
                        .path("phase")
                        .asString())
                .isEqualTo("open");
        JsonNode merged = did(step(ada, first, "merge", Map.of("into", second, "text", "the same")));
        assertThat(merged.path("mergedInto").asLong()).isEqualTo(second);
        assertThat(step(ada, second, "merge", Map.of("into", first)).status()).isEqualTo(409);
        assertThat(step(ada, second, "merge", Map.of("into", second)).status()).isEqualTo(400);
    }

    @Test
    void aFailedDeploymentOpensACaseWithoutTheData() throws Exception {
        shop.script(
                "002_letters",
                "CREATE TABLE letter (code text UNIQUE);\nINSERT INTO letter VALUES ('hunter2');\n",
                "DROP TABLE letter;");
        assertThat(ada.upload("shop", shop.pack()).status()).isEqualTo(201);
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE letter (code text UNIQUE)");
        }
        rehearse();
        ada.ended(ada.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev")));
        JsonNode listed = untilListed();
        JsonNode one = ada.get(CASES + "/" + listed.path("number").asLong()).json();
        assertThat(one.path("source").asString()).isEqualTo("deployment");
        assertThat(one.path("deployment").asLong()).isEqualTo(1);
        assertThat(one.path("text").asString())
                .contains("Script: ddl/002_letters.sql", "Statement: 1, line 1", "SQLSTATE: ", "forecast")
                .doesNotContain("hunter2");
        Thread.sleep(3_000);
        assertThat(ada.get(CASES).json().path("cases").size()).isEqualTo(1);
    }

    /** Free text that somebody's trigger writes is known by no pattern; it stays where the deployment is seen. */
    @Test
    void aFailedDeploymentsCaseTellsNothingOfWhatATriggerRaised() throws Exception {
        shop.script(
                "002_letters",
                "CREATE TABLE IF NOT EXISTS letter (code text);\nINSERT INTO letter VALUES ('a');\n",
                "DROP TABLE letter;");
        assertThat(ada.upload("shop", shop.pack()).status()).isEqualTo(201);
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE letter (code text)");
            statement.execute("CREATE TRIGGER leak BEFORE INSERT ON letter BEGIN"
                    + " SELECT RAISE(ABORT, 'Maria Schmidt has DE89370400440532013000'); END");
        }
        rehearse();
        ada.ended(ada.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev")));
        JsonNode one =
                ada.get(CASES + "/" + untilListed().path("number").asLong()).json();
        assertThat(one.path("text").asString())
                .contains("Statement: 2, line 2", "SQLSTATE: 23000", "who may see deployment #1 reads it there")
                .doesNotContain("Maria", "DE89");
        assertThat(ada.get("/api/projects/shop/deployments/1").body()).contains("Maria Schmidt");
    }

    private JsonNode untilListed() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            JsonNode cases = ada.get(CASES).json().path("cases");
            if (!cases.isEmpty()) {
                return cases.get(0);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no case was opened");
    }

    private JsonNode until(long number, Predicate<JsonNode> wanted) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        JsonNode now = ada.get(CASES + "/" + number).json();
        while (!wanted.test(now)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it does not come: " + now);
            }
            Thread.sleep(100);
            now = ada.get(CASES + "/" + number).json();
        }
        return now;
    }

    private static TestServer.Answer step(Client who, long number, String step) throws Exception {
        return step(who, number, step, Map.of());
    }

    private static TestServer.Answer step(Client who, long number, String step, Map<String, ?> more) throws Exception {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.put("step", step);
        return who.post(CASES + "/" + number + "/steps", body);
    }

    private static JsonNode made(TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private static JsonNode did(TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
