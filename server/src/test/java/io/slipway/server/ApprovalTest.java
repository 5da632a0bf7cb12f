package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Tokens;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Approvals hold for what was looked at, by somebody else; an emergency goes before them and is reviewed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalTest {
    private Path folder;
    private TestServer server;
    private Client admin;
    private int tests;
    private String name;
    private String deployments;
    private SampleProject shop;
    private Client lee;
    private Client dba;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = Client.of(server, "root", Role.ADMINISTRATOR);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test has its own project, and people with a role there only: who may approve elsewhere does not count. */
    @BeforeEach
    void deployBeforeProduction() throws Exception {
        tests++;
        name = "shop-" + tests;
        deployments = at("deployments");
        shop = SampleProject.make(folder.resolve(name), name);
        admin.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
        lee = Client.of(server, of("lee"), here(Role.TEAM_LEAD));
        dba = Client.of(server, of("dora"), here(Role.DBA));
        lee.upload(name, shop.pack());
        lee.ended(deploy(lee, "dev"));
        lee.ended(deploy(lee, "qa"));
    }

    private String at(String what) {
        return "/api/projects/" + name + "/" + what;
    }

    /** Their name in this test. */
    private String of(String who) {
        return who + "-" + tests;
    }

    private List<Grant> here(Role role) {
        return List.of(new Grant(role, name, ""));
    }

    private Person person(String who) {
        return server.part(People.class).named(of(who)).orElseThrow();
    }

    @Test
    void anotherArtifactVoidsIt() throws Exception {
        shop.script("002_order", "CREATE TABLE orders (id integer PRIMARY KEY);", "DROP TABLE orders;");
        lee.upload(name, shop.pack());
        String digest = server.part(Store.class)
                .read(handle -> handle.createQuery(
                                "SELECT digest FROM artifact WHERE project = :project AND version <> '1.0.0'")
                        .bind("project", name)
                        .mapTo(String.class)
                        .one());
        TestServer.Answer asked = deploy(lee, "prod", "1.0.0");
        server.part(Store.class)
                .run(handle -> handle.createUpdate("UPDATE deployment SET artifact = :digest WHERE number = :number")
                        .bind("digest", digest)
                        .bind("number", number(asked))
                        .execute());
        assertVoid(asked, "the artifact is another one");
    }

    /** The target is as it was, but by the project's definition something else would run there now. */
    @Test
    void anotherForecastVoidsIt() throws Exception {
        shop.script(
                "002_demo",
                "-- slipway contexts: demo\nCREATE TABLE demo (id integer PRIMARY KEY);",
                "DROP TABLE demo;");
        lee.upload(name, shop.pack());
        lee.ended(deploy(lee, "dev"));
        lee.ended(deploy(lee, "qa"));
        TestServer.Answer asked = deploy(lee, "prod");
        long revision = admin.get(at("definition")).json().path("revision").asLong();
        String changed = shop.definition(name).replace("protected: true", "protected: true, contexts: [other]");
        TestServer.Answer redefined = admin.put(
                at("definition"), Map.of("definition", changed, "trustedKeys", shop.publicKey(), "revision", revision));
        assertThat(redefined.status()).as(redefined.body()).isEqualTo(200);
        assertVoid(asked, "the forecast is another one");
    }

    @Test
    void anotherSchemaVoidsIt() throws Exception {
        TestServer.Answer asked = deploy(lee, "prod");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("prod"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE made_by_hand (id integer)");
        }
        assertVoid(asked, "the target's schema was changed");
    }

    @Test
    void nothingChangedVoidsNothing() throws Exception {
        TestServer.Answer asked = deploy(lee, "prod");
        TestServer.Answer ended = dba.ended(decide(dba, asked, true));
        assertThat(ended.json().path("state").asString()).as(ended.body()).isEqualTo("completed");
        assertThat(ended.json().path("approvals").get(0).path("voided").asString())
                .isEmpty();
    }

    @Test
    void nobodyApprovesTheirOwnByWhateverWay() throws Exception {
        Person ann = server.part(People.class)
                .add("test", new People.NewPerson("ann", "Ann", Optional.empty(), Optional.empty()), here(Role.DBA));
        TestServer.Answer asked = server.send(
                "POST",
                deployments,
                "{\"artifact\": \"latest\", \"environment\": \"prod\", \"reason\": \"own\"}",
                "Authorization",
                token(ann));
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        String decision = "{\"approve\": true, \"binding\": \""
                + asked.json().path("binding").asString() + "\"}";
        TestServer.Answer byOtherToken = server.send(
                "POST", deployments + "/" + number(asked) + "/decisions", decision, "Authorization", token(ann));
        assertThat(byOtherToken.json().path("code").asString()).isEqualTo("approval-own");
        TestServer.Answer byBrowser = FormClient.of(server, ann)
                .post(
                        "/projects/" + name + "/deployments/" + number(asked) + "/decision",
                        Map.of(
                                "verdict",
                                "approve",
                                "binding",
                                asked.json().path("binding").asString()));
        assertThat(byBrowser.status()).isEqualTo(403);
        assertThat(byBrowser.body()).contains("approval-own");
        assertThat(dba.get(deployments + "/" + number(asked))
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("waiting-for-approval");
    }

    @Test
    void aPolicyThatNobodyCanSatisfyIsRefusedAndOneThatBecomesSoIsTold() throws Exception {
        String policy = at("environments/prod/policy");
        TestServer.Answer three =
                admin.put(policy, Map.of("approvals", 3, "roles", List.of("dba", "team-lead", "release-manager")));
        assertThat(three.status()).isEqualTo(409);
        assertThat(three.json().path("code").asString()).isEqualTo("policy-unsatisfiable");
        assertThat(admin.put(policy, Map.of("approvals", 1, "roles", List.of("dba")))
                        .status())
                .isEqualTo(200);

        People people = server.part(People.class);
        FormClient root = FormClient.of(server, people.named("root").orElseThrow());
        assertThat(root.get("/people").body()).doesNotContain("can be approved by nobody");
        Person dora = person("dora");
        assertThat(root.post("/people/" + dora.name() + "/active", Map.of("active", "false"))
                        .status())
                .as("whoever leaves is locked out at once")
                .isEqualTo(302);
        assertThat(root.get("/people").body())
                .contains("can be approved by nobody")
                .contains("deploy to &#39;prod&#39; of &#39;" + name + "&#39;");
        root.post("/people/" + dora.name() + "/active", Map.of("active", "true"));
        assertThat(root.get("/people").body()).doesNotContain("can be approved by nobody");
        people.revoke("test", dora, new Grant(Role.DBA, name, ""));
        assertThat(root.get("/people").body()).contains("can be approved by nobody");
    }

    /** Whoever raises a policy means what has not begun yet, too. */
    @Test
    void aPolicyThatWasRaisedHoldsForWhatWaitsToStart() throws Exception {
        TestServer.Answer asked = lee.post(
                deployments,
                Map.of(
                        "artifact", "latest",
                        "environment", "dev",
                        "reason", "test",
                        "notBefore", Instant.now().plusSeconds(4).toString()));
        assertThat(asked.json().path("state").asString()).as(asked.body()).isEqualTo("scheduled");
        TestServer.Answer raised =
                admin.put(at("environments/dev/policy"), Map.of("approvals", 1, "roles", List.of("dba")));
        assertThat(raised.status()).as(raised.body()).isEqualTo(200);
        TestServer.Answer ended = lee.ended(asked);
        assertThat(ended.json().path("state").asString()).isEqualTo("refused");
        assertThat(ended.body()).contains("approval-required", "asks for by now: 1; this one has 0");
    }

    @Test
    void anEmergencyRunsAtOnceAndIsReviewedByAnother() throws Exception {
        TestServer.Answer asked = emergency(dba, "prod", "the shop is down");
        assertThat(asked.json().path("emergency").asBoolean()).isTrue();
        TestServer.Answer ended = dba.ended(asked);
        assertThat(ended.json().path("state").asString()).as(ended.body()).isEqualTo("completed");
        assertThat(ended.json().path("review").path("openedAt").asString()).isNotEmpty();
        assertThat(dba.get(at("environments/prod/history")).body())
                .as("the target's own history")
                .contains("nobody: an emergency")
                .contains("the shop is down");

        String review = deployments + "/" + number(asked) + "/review";
        Map<String, Object> found = Map.of("justified", true, "comment", "it was down indeed");
        assertThat(dba.post(review, found).json().path("code").asString()).isEqualTo("approval-own");
        assertThat(Client.of(server, "vic", here(Role.VIEWER))
                        .post(review, found)
                        .status())
                .isEqualTo(403);
        assertThat(lee.post(review, Map.of("justified", true, "comment", " ")).status())
                .isEqualTo(400);

        FormClient lead = FormClient.of(server, person("lee"));
        assertThat(lead.get("/approvals").body())
                .contains("Emergencies to review")
                .contains("#" + number(asked));
        String page = "/projects/" + name + "/deployments/" + number(asked);
        assertThat(lead.get(page).body())
                .contains("it ran before anybody approved")
                .contains("It was justified");
        assertThat(lead.post(page + "/review", Map.of("justified", "false", "comment", "it could have waited"))
                        .status())
                .isEqualTo(302);
        assertThat(lead.get(page).body()).contains("not justified").contains("it could have waited");
        assertThat(lead.get("/approvals").body()).doesNotContain("Emergencies to review");
        assertThat(lee.post(review, found).json().path("code").asString()).isEqualTo("deployment-state");
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 10))
                .extracting(event -> event.action() + " " + event.actor())
                .contains("emergency-reviewed " + of("lee"));
    }

    @Test
    void anEmergencyNeedsThePermissionAReasonAndAnApprovalToPassOver() throws Exception {
        assertThat(emergency(lee, "prod", "please").status()).isEqualTo(403);
        assertThat(emergency(dba, "prod", " ").status()).isEqualTo(409);
        assertThat(emergency(dba, "dev", "nobody need approve there").status()).isEqualTo(400);
        Client here = Client.of(server, "hana", List.of(new Grant(Role.DBA, name, "qa")));
        assertThat(emergency(here, "prod", "only in qa").status()).isEqualTo(403);
        TestServer.Answer later = dba.post(
                deployments,
                Map.of(
                        "artifact", "latest",
                        "environment", "prod",
                        "reason", "soon",
                        "emergency", true,
                        "notBefore", "2099-01-01T00:00:00Z"));
        assertThat(later.status()).isEqualTo(400);
        assertThat(FormClient.of(server, person("lee"))
                        .get("/projects/" + name + "/forecast?version=1.0.0&environment=prod")
                        .body())
                .doesNotContain("It cannot wait");
        assertThat(FormClient.of(server, person("dora"))
                        .get("/projects/" + name + "/forecast?version=1.0.0&environment=prod")
                        .body())
                .contains("It cannot wait");
    }

    private void assertVoid(TestServer.Answer asked, String why) throws Exception {
        TestServer.Answer ended = dba.ended(decide(dba, asked, true));
        assertThat(ended.json().path("state").asString()).as(ended.body()).isEqualTo("refused");
        assertThat(ended.json().path("outcome").path("error").path("code").asString())
                .isEqualTo("approval-void");
        assertThat(ended.json().path("outcome").path("error").path("message").asString())
                .contains(why);
        assertThat(ended.json().path("approvals").get(0).path("voided").asString())
                .contains(why);
    }

    private TestServer.Answer decide(Client client, TestServer.Answer asked, boolean yes) throws Exception {
        TestServer.Answer answer = client.post(
                deployments + "/" + number(asked) + "/decisions",
                Map.of("approve", yes, "binding", asked.json().path("binding").asString()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private TestServer.Answer deploy(Client client, String environment) throws Exception {
        return deploy(client, environment, "latest");
    }

    private TestServer.Answer deploy(Client client, String environment, String version) throws Exception {
        TestServer.Answer answer =
                client.post(deployments, Map.of("artifact", version, "environment", environment, "reason", "test"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private TestServer.Answer emergency(Client client, String environment, String reason) throws Exception {
        return client.post(
                deployments,
                Map.of("artifact", "latest", "environment", environment, "reason", reason, "emergency", true));
    }

    private static long number(TestServer.Answer asked) {
        return asked.json().path("number").asLong();
    }

    private String token(Person person) {
        return "Bearer "
                + server.part(Tokens.class)
                        .make(
                                new Caller(person, List.of(), Optional.empty()),
                                "test",
                                EnumSet.allOf(Permission.class),
                                "",
                                Duration.ofDays(1))
                        .secret();
    }
}
