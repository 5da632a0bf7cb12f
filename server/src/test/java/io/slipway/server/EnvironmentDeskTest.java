package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.deploy.Targets;
import io.slipway.release.project.Project;
import io.slipway.release.target.Target;
import io.slipway.server.access.Role;
import io.slipway.server.account.Sessions;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.Projects;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is asked of one environment: history, lock, connection, policy, a statement in doubt. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentDeskTest {
    private Path folder;
    private TestServer server;
    private Client dba;
    private int tests;
    private String name;
    private String dev;
    private SampleProject shop;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        dba = Client.of(server, "ann", Role.DBA, Role.ADMINISTRATOR);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test asks about an environment of its own project. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        name = "shop-" + tests;
        dev = at("environments/dev");
        shop = SampleProject.make(folder.resolve(name), name);
        dba.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
    }

    @Test
    void theHistoryComesInPagesThatMeet() throws Exception {
        for (int i = 2; i < 6; i++) {
            shop.script("00" + i + "_t", "CREATE TABLE t" + i + " (id integer);", "DROP TABLE t" + i + ";");
        }
        dba.upload(name, shop.pack());
        deploy();
        JsonNode whole = dba.get(dev + "/history").json();
        List<Long> paged = new ArrayList<>();
        JsonNode page = dba.get(dev + "/history?limit=3").json();
        while (true) {
            List<Long> numbers = new ArrayList<>();
            page.path("entries")
                    .forEach(entry -> numbers.add(entry.path("sequence").asLong()));
            paged.addAll(0, numbers);
            if (!page.has("next")) {
                break;
            }
            page = dba.get(dev + "/history?limit=3&before=" + page.path("next").asLong())
                    .json();
        }
        List<Long> all = new ArrayList<>();
        whole.path("entries").forEach(entry -> all.add(entry.path("sequence").asLong()));
        assertThat(paged).hasSize(7).isEqualTo(all);
        assertThat(whole.path("entries").get(1).path("event").asString()).isEqualTo("applied");
        assertThat(whole.path("entries").get(1).path("by").asString()).startsWith("ann@");
    }

    @Test
    void aConnectionIsTriedAndWhatHindersItIsTold() throws Exception {
        JsonNode good = dba.post(dev + "/connection", Map.of()).json();
        assertThat(good.path("server").asString()).startsWith("SQLite");
        assertThat(good.has("error")).isFalse();
        String elsewhere = shop.definition(name)
                .replace(
                        shop.database("dev").toString(),
                        folder.resolve("no/such/folder/dev.db").toString());
        TestServer.Answer redefined = dba.put(at("definition"), Map.of("definition", elsewhere, "revision", 1));
        assertThat(redefined.status()).as(redefined.body()).isEqualTo(200);
        TestServer.Answer bad = dba.post(dev + "/connection", Map.of());
        assertThat(bad.status()).isEqualTo(200);
        assertThat(bad.json().path("error").path("code").asString())
                .as(bad.body())
                .isEqualTo("database-unreachable");
    }

    @Test
    void theLockSaysWhoHoldsIt() throws Exception {
        dba.upload(name, shop.pack());
        deploy();
        assertThat(dba.get(dev + "/lock").json().has("holder")).isFalse();
        Project project = server.part(Projects.class).named(name).project();
        try (Target target = server.part(Targets.class).open(project, project.environment("dev"))) {
            assertThat(target.lock().tryAcquire("zoe@laptop")).isPresent();
            TestServer.Answer held = dba.get(dev + "/lock");
            assertThat(held.json().path("holder").path("who").asString())
                    .as(held.body())
                    .isEqualTo("zoe@laptop");
            target.lock().release();
        }
        assertThat(dba.get(dev + "/lock").json().has("holder")).isFalse();
    }

    @Test
    void aPolicyIsReadSetAndRefusedWhenNobodyCouldSatisfyIt() throws Exception {
        String path = at("environments/prod/policy");
        assertThat(dba.get(path).json().path("approvals").asInt()).isEqualTo(1);
        TestServer.Answer many = dba.put(path, Map.of("approvals", 3, "roles", List.of("dba")));
        assertThat(many.status()).isEqualTo(409);
        assertThat(many.json().path("code").asString()).isEqualTo("policy-unsatisfiable");
        TestServer.Answer wrong = dba.put(path, Map.of("approvals", 1, "roles", List.of("king")));
        assertThat(wrong.status()).isEqualTo(400);

        Client.of(server, "bob", Role.DBA);
        TestServer.Answer set = dba.put(path, Map.of("approvals", 1, "roles", List.of("dba")));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(dba.get(path).json().path("roles").get(0).asString()).isEqualTo("dba");
        assertThat(Client.of(server, "vera", Role.VIEWER)
                        .put(path, Map.of("approvals", 1, "roles", List.of("dba")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aStatementIsSettledByWhoMay() throws Exception {
        shop.script(
                "002_half",
                "-- slipway transaction: off\nCREATE TABLE h1 (id integer);\nCREATE TABLE h2 (id integer);",
                "DROP TABLE h2;\nDROP TABLE h1;");
        dba.upload(name, shop.pack());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE h2 (id integer)");
        }
        TestServer.Answer half =
                dba.ended(dba.post(at("deployments"), Map.of("artifact", "latest", "environment", "dev")));
        assertThat(half.json().path("state").asString()).as(half.body()).isEqualTo("partial");

        assertThat(dba.get(at("status?environment=dev"))
                        .json()
                        .path("environments")
                        .path(0)
                        .path("halfDone")
                        .toString())
                .contains("ddl/002_half.sql", "\"done\":1");
        String cookie = Sessions.COOKIE + "=" + server.session(server.person("vic", Role.VIEWER));
        assertThat(server.get("/projects/" + name + "/environments/dev", "Cookie", cookie)
                        .body())
                .contains("A change is half done", "statement 1 of ddl/002_half.sql is done");

        Client lead = Client.of(server, "lee", Role.TEAM_LEAD);
        Map<String, Object> answer = Map.of("statement", 1, "done", false, "reason", "dropped by hand");
        assertThat(lead.post(dev + "/resolution", answer).status()).isEqualTo(403);
        TestServer.Answer silent = dba.post(dev + "/resolution", Map.of("statement", 1, "done", false, "reason", " "));
        assertThat(silent.json().path("code").asString()).isEqualTo("request-invalid");
        TestServer.Answer undecided = dba.post(dev + "/resolution", Map.of("statement", 1, "reason", "I saw it"));
        assertThat(undecided.json().path("code").asString()).isEqualTo("request-invalid");
        TestServer.Answer other = dba.post(
                dev + "/resolution",
                Map.of("change", "ddl/9.sql@" + "0".repeat(64), "statement", 1, "done", false, "reason", "I saw it"));
        assertThat(other.json().path("code").asString()).as(other.body()).isEqualTo("nothing-in-doubt");
        assertThat(actions()).containsExactly("statement-not-resolved", "statement-resolving");
        assertThat(dba.post(dev + "/resolution", answer).json().path("code").asString())
                .isEqualTo("verdict-contradicted");
        Map<String, Object> sure =
                Map.of("statement", 1, "done", false, "againstCatalogue", true, "reason", "dropped by hand");
        TestServer.Answer settled = dba.post(dev + "/resolution", sure);
        assertThat(settled.status()).as(settled.body()).isEqualTo(200);
        assertThat(settled.json().path("state").asString()).isEqualTo("not-done");
        TestServer.Answer again = dba.post(dev + "/resolution", sure);
        assertThat(again.json().path("code").asString()).isEqualTo("nothing-in-doubt");
        assertThat(server.part(AuditLog.class).events(new AuditLog.Filter(name, "ann", "statement-resolved", 999), 9))
                .hasSize(1);
    }

    private String at(String what) {
        return "/api/projects/" + name + "/" + what;
    }

    /** Newest first. */
    private List<String> actions() {
        return server.part(AuditLog.class).events(new AuditLog.Filter(name, "", "", Long.MAX_VALUE), 99).stream()
                .map(event -> event.action())
                .filter(action -> action.startsWith("statement-"))
                .toList();
    }

    private void deploy() throws Exception {
        TestServer.Answer done =
                dba.ended(dba.post(at("deployments"), Map.of("artifact", "latest", "environment", "dev")));
        assertThat(done.json().path("state").asString()).as(done.body()).isEqualTo("completed");
    }
}
