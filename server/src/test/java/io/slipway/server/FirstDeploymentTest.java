package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.Tokens;
import io.slipway.server.audit.AuditLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way over HTTP: a project is registered, its artifact handed in, deployed, approved, and told. */
class FirstDeploymentTest {
    @TempDir
    private Path folder;

    private TestServer server;
    private SampleProject shop;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        shop = SampleProject.make(folder.resolve("shop"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fromRegistrationToProduction() throws Exception {
        String admin = token("root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        String lead = token("lee", Role.TEAM_LEAD);
        String definition = "{\"definition\": " + quoted(shop.definition("shop")) + ", \"trustedKeys\": "
                + quoted(shop.publicKey()) + "}";

        assertThat(server.send("POST", "/api/projects", definition, "Authorization", admin)
                        .status())
                .isEqualTo(201);
        TestServer.Answer uploaded = server.upload("/api/projects/shop/artifacts", shop.pack(), "Authorization", lead);
        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(201);
        assertThat(uploaded.json().path("version").asString()).isEqualTo("1.0.0");

        TestServer.Answer early = deploy("prod", lead);
        assertThat(early.status()).as(early.body()).isEqualTo(409);
        assertThat(early.json().path("code").asString()).isEqualTo("gate-not-passed");

        assertThat(ended(deploy("dev", lead), lead)).isEqualTo("completed");
        assertThat(ended(deploy("qa", lead), lead)).isEqualTo("completed");

        TestServer.Answer asked = deploy("prod", lead);
        assertThat(asked.json().path("state").asString()).as(asked.body()).isEqualTo("waiting-for-approval");
        long number = asked.json().path("number").asLong();
        String decision = "{\"approve\": true, \"binding\": "
                + quoted(asked.json().path("binding").asString()) + "}";
        String decisions = "/api/projects/shop/deployments/" + number + "/decisions";
        TestServer.Answer own = server.send("POST", decisions, decision, "Authorization", lead);
        assertThat(own.json().path("code").asString()).isEqualTo("approval-own");

        TestServer.Answer approved = server.send("POST", decisions, decision, "Authorization", admin);
        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
        assertThat(ended(approved, lead)).isEqualTo("completed");

        TestServer.Answer states = server.get("/api/projects/shop/environments", "Authorization", lead);
        assertThat(states.json().path("environments")).allSatisfy(state -> {
            assertThat(state.path("version").asString()).isEqualTo("1.0.0");
            assertThat(state.path("pending").asLong()).isZero();
        });
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 100))
                .extracting(event -> event.action())
                .contains("project-registered", "artifact-handed-in", "deployment-approved", "deployment-completed");
    }

    @Test
    void anApprovalIsVoidOnceTheSchemaIsAnother() throws Exception {
        String admin = token("root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        String lead = token("lee", Role.TEAM_LEAD);
        server.send(
                "POST",
                "/api/projects",
                "{\"definition\": " + quoted(shop.definition("shop")) + ", \"trustedKeys\": " + quoted(shop.publicKey())
                        + "}",
                "Authorization",
                admin);
        server.upload("/api/projects/shop/artifacts", shop.pack(), "Authorization", lead);
        ended(deploy("dev", lead), lead);
        ended(deploy("qa", lead), lead);
        TestServer.Answer asked = deploy("prod", lead);
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("prod"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE made_by_hand (id integer)");
        }
        TestServer.Answer approved = server.send(
                "POST",
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong() + "/decisions",
                "{\"approve\": true, \"binding\": "
                        + quoted(asked.json().path("binding").asString()) + "}",
                "Authorization",
                admin);

        assertThat(ended(approved, lead)).isEqualTo("refused");
        TestServer.Answer told = server.get(
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong(), "Authorization", lead);
        assertThat(told.json().path("outcome").path("error").path("code").asString())
                .isEqualTo("approval-void");
        assertThat(told.json().path("outcome").path("error").path("message").asString())
                .contains("the target's schema was changed");
        assertThat(told.json().path("approvals").get(0).path("voided").asString())
                .contains("schema");
    }

    @Test
    void everyPageOfTheWayShows() throws Exception {
        Person admin = server.person("root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        String token = tokenOf(admin);
        server.send(
                "POST",
                "/api/projects",
                "{\"definition\": " + quoted(shop.definition("shop")) + "}",
                "Authorization",
                token);
        server.upload("/api/projects/shop/artifacts", shop.pack(), "Authorization", token);
        ended(deploy("dev", token), token);
        String cookie = Sessions.COOKIE + "=" + server.session(admin);
        for (String page : new String[] {
            "/",
            "/projects/shop",
            "/projects/shop/definition",
            "/projects/new",
            "/projects/shop/artifacts/1.0.0",
            "/projects/shop/artifacts/1.0.0/changes/0",
            "/projects/shop/artifacts/1.0.0/changes/0?rollback=true",
            "/projects/shop/forecast?version=1.0.0&environment=qa",
            "/projects/shop/forecast?version=1.0.0&environment=prod",
            "/projects/shop/deployments",
            "/projects/shop/deployments/1",
            "/projects/shop/environments/dev",
            "/projects/shop/environments/dev?event=applied&text=ddl",
            "/projects/shop/artifacts/1.0.0?all=true",
            "/search?q=shop",
            "/?q=shop&attention=true",
            "/approvals",
            "/audit?verify=true",
            "/people",
            "/me"
        }) {
            TestServer.Answer answer = server.get(page, "Cookie", cookie);
            assertThat(answer.status()).as(page + "\n" + answer.body()).isEqualTo(200);
            assertThat(answer.body()).as(page).contains("<main").doesNotContain("th:");
        }
        assertThat(server.get("/").status()).isEqualTo(302);
        assertThat(server.get("/sign-in").status()).isEqualTo(200);
        assertThat(server.get("/nowhere", "Cookie", cookie).status()).isEqualTo(404);
    }

    private TestServer.Answer deploy(String environment, String token) throws Exception {
        return server.send(
                "POST",
                "/api/projects/shop/deployments",
                "{\"artifact\": \"latest\", \"environment\": \"" + environment + "\", \"reason\": \"test\"}",
                "Authorization",
                token);
    }

    private String ended(TestServer.Answer asked, String token) throws Exception {
        assertThat(asked.status()).as(asked.body()).isBetween(200, 201);
        String path =
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            TestServer.Answer now = server.get(path, "Authorization", token);
            if (!now.json().path("endedAt").isNull()
                    && !now.json().path("endedAt").isMissingNode()) {
                return now.json().path("state").asString();
            }
            Thread.sleep(50);
        }
        throw new AssertionError(
                "it does not end: " + server.get(path, "Authorization", token).body());
    }

    private String token(String name, Role... roles) {
        return tokenOf(server.person(name, roles));
    }

    private String tokenOf(Person person) {
        return "Bearer "
                + server.part(Tokens.class)
                        .make(
                                new io.slipway.server.access.Caller(
                                        person, java.util.List.of(), java.util.Optional.empty()),
                                "test",
                                EnumSet.allOf(Permission.class),
                                "",
                                Duration.ofDays(1))
                        .secret();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
