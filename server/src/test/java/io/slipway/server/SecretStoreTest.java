package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An environment's password by {@code ${secret:NAME}}, from the page to a real database that asks for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretStoreTest {
    private TestServer server;
    private Client admin;
    private Database target;
    private int tests;
    private String name;
    private String connection;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = Client.of(server, "root", Role.ADMINISTRATOR);
        target = PostgresServer.newest().createDatabase();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test has its own project, which has no secrets yet. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        name = "shop-" + tests;
        connection = "/api/projects/" + name + "/environments/dev/connection";
        assertThat(admin.post("/api/projects", Map.of("definition", definition(name)))
                        .status())
                .isEqualTo(201);
    }

    private String definition(String project) {
        return "project: " + project + "\ndatabase: postgresql\nenvironments:\n  dev: { url: \"" + target.url()
                + "\", user: " + target.user() + ", password: \"${secret:DEV_PASSWORD}\" }\n"
                + "pipelines:\n  main: [dev]\n";
    }

    private boolean connects(String path) throws Exception {
        return !admin.post(path, Map.of()).json().hasNonNull("error");
    }

    @Test
    void itOpensTheDatabaseAndIsNeverShown() throws Exception {
        TestServer.Answer missing = admin.post(connection, Map.of());
        assertThat(missing.body()).contains("secret-unavailable", "DEV_PASSWORD");
        Person root = server.part(io.slipway.server.account.People.class)
                .named("root")
                .orElseThrow();
        FormClient browser = FormClient.of(server, root);
        assertThat(browser.post(
                                "/projects/" + name + "/secrets",
                                Map.of("name", "DEV_PASSWORD", "value", target.password()))
                        .status())
                .isEqualTo(302);
        assertThat(connects(connection)).isTrue();
        assertThat(browser.get("/projects/" + name + "/secrets").body())
                .contains("DEV_PASSWORD", "root")
                .doesNotContain(target.password());
        assertThat(admin.get("/api/projects/" + name + "/secrets").body())
                .contains("DEV_PASSWORD")
                .doesNotContain(target.password());
        assertThat(browser.post("/mail/keys", Map.of()).status()).isEqualTo(302);
        assertThat(connects(connection)).isTrue();
        TestServer.Answer bad =
                browser.post("/projects/" + name + "/secrets", Map.of("name", "a b", "value", "canary-value"));
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body()).doesNotContain("canary-value");
        assertThat(browser.post("/projects/" + name + "/secrets/DEV_PASSWORD/removal", Map.of())
                        .status())
                .isEqualTo(302);
        assertThat(admin.post(connection, Map.of()).body()).contains("secret-unavailable");
    }

    /** Whoever may define one project gets at the secrets of no other by it. */
    @Test
    void noProjectReachesAnothersSecrets() throws Exception {
        admin.put("/api/projects/" + name + "/secrets/DEV_PASSWORD", Map.of("value", target.password()));
        assertThat(connects(connection)).isTrue();
        admin.post("/api/projects", Map.of("definition", definition("bank")));
        assertThat(connects("/api/projects/bank/environments/dev/connection")).isFalse();
        Client bank = Client.of(server, "banker", List.of(new Grant(Role.ADMINISTRATOR, "bank", "")));
        assertThat(bank.get("/api/projects/" + name + "/secrets").status()).isEqualTo(404);
        assertThat(bank.post("/api/secrets/rotation", Map.of()).status()).isEqualTo(403);
        assertThat(bank.get("/api/projects/bank/secrets").status()).isEqualTo(200);
    }

    @Test
    void aUrlHoldsNone() throws Exception {
        TestServer.Answer answer = admin.post(
                "/api/projects",
                Map.of(
                        "definition",
                        definition("other").replace(target.url(), target.url() + "?sslpassword=${secret:X}")));
        assertThat(answer.json().path("code").asString()).isEqualTo("project-file-invalid");
        assertThat(answer.body()).contains("a url is shown to people");
    }
}
