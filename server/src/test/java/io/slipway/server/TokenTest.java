package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.Tokens;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A token does what its person may, of what it was made for, where it was made for, until it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenTest {
    private TestServer server;
    private Person ann;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        ann = server.person("ann", Role.ADMINISTRATOR);
        Client owner = Client.of(server, "owner", Role.ADMINISTRATOR);
        for (String name : List.of("shop", "bank")) {
            SampleProject project = SampleProject.make(folder.resolve(name), name);
            assertThat(owner.post("/api/projects", Map.of("definition", project.definition(name)))
                            .status())
                    .isEqualTo(201);
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void itDoesWhatItWasMadeForOnly() throws Exception {
        String viewing =
                token(EnumSet.of(Permission.VIEW), "", Duration.ofDays(1)).secret();
        assertThat(status(viewing, "/api/projects/shop")).isEqualTo(200);
        assertThat(status(viewing, "/api/projects/shop/definition")).isEqualTo(403);
        assertThat(status(viewing, "/api/people")).isEqualTo(403);
        assertThat(status(viewing, "/api/audit")).isEqualTo(403);
    }

    @Test
    void itDoesNoMoreThanItsPersonMayNow() throws Exception {
        Person carl = server.person("carl", Role.VIEWER);
        String all = server.part(Tokens.class)
                .make(caller(carl), "all", EnumSet.allOf(Permission.class), "", Duration.ofDays(1))
                .secret();
        assertThat(status(all, "/api/people")).isEqualTo(403);
        People people = server.part(People.class);
        people.grant("test", carl, new io.slipway.server.access.Grant(Role.ADMINISTRATOR, "", ""));
        assertThat(status(all, "/api/people")).isEqualTo(200);
        people.revoke("test", carl, new io.slipway.server.access.Grant(Role.ADMINISTRATOR, "", ""));
        assertThat(status(all, "/api/people")).isEqualTo(403);
        people.activate("test", carl, false);
        assertThat(status(all, "/api/me")).isEqualTo(401);
    }

    @Test
    void itStaysInItsProject() throws Exception {
        String shop = token(EnumSet.allOf(Permission.class), "shop", Duration.ofDays(1))
                .secret();
        assertThat(status(shop, "/api/projects/shop/definition")).isEqualTo(200);
        assertThat(status(shop, "/api/projects/bank")).isEqualTo(404);
        assertThat(status(shop, "/api/people")).as("the server as a whole").isEqualTo(403);
        TestServer.Answer list = server.get("/api/projects", "Authorization", "Bearer " + shop);
        assertThat(list.body()).contains("\"shop\"").doesNotContain("bank");
    }

    @Test
    void itEnds() throws Exception {
        Tokens.Made made = token(EnumSet.of(Permission.VIEW), "", Duration.ofDays(1));
        assertThat(status(made.secret(), "/api/me")).isEqualTo(200);
        server.part(Store.class)
                .run(handle -> handle.createUpdate("UPDATE access_token SET ends_at = :now WHERE id = :id")
                        .bind("now", System.currentTimeMillis())
                        .bind("id", made.token().id())
                        .execute());
        assertThat(status(made.secret(), "/api/me")).isEqualTo(401);
    }

    @Test
    void itIsRevokedByItsPersonOnly() throws Exception {
        Tokens.Made made = token(EnumSet.of(Permission.VIEW), "", Duration.ofDays(1));
        Client other = Client.of(server, "other", Role.ADMINISTRATOR);
        String path = "/api/me/tokens/" + made.token().id();
        assertThat(other.send("DELETE", path, "").status()).isEqualTo(404);
        assertThat(status(made.secret(), "/api/me")).isEqualTo(200);
        FormClient browser = FormClient.of(server, ann);
        assertThat(browser.post("/me/tokens/" + made.token().id() + "/revocation", Map.of())
                        .status())
                .isEqualTo(302);
        assertThat(status(made.secret(), "/api/me")).isEqualTo(401);
        assertThat(browser.get("/me").body()).contains("revoked");
    }

    @Test
    void itsLastUseIsTold() throws Exception {
        Tokens.Made made = token(EnumSet.of(Permission.VIEW), "", Duration.ofDays(1));
        assertThat(used(made)).isEmpty();
        Instant before = Instant.now().minusMillis(1);
        status(made.secret(), "/api/me");
        assertThat(used(made)).hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(before));
    }

    @Test
    void itMakesNoOtherTokensAndHasALimit() throws Exception {
        String all =
                token(EnumSet.allOf(Permission.class), "", Duration.ofDays(1)).secret();
        assertThat(server.send(
                                "POST",
                                "/api/me/tokens",
                                "{\"name\": \"more\", \"permissions\": [\"view\"]}",
                                "Authorization",
                                "Bearer " + all)
                        .status())
                .isEqualTo(403);
        FormClient browser = FormClient.of(server, ann);
        for (Map<String, String> wrong : List.of(
                Map.of("name", "x", "permissions", "VIEW", "days", "367"),
                Map.of("name", "x", "permissions", "VIEW", "days", "0"),
                Map.of("name", " ", "permissions", "VIEW"),
                Map.of("name", "x", "permissions", "FLY"),
                Map.of("name", "x"))) {
            assertThat(browser.post("/me/tokens", wrong).status())
                    .as(wrong.toString())
                    .isEqualTo(400);
        }
        TestServer.Answer made =
                browser.post("/me/tokens", Map.of("name", "ci", "permissions", "VIEW", "project", "shop"));
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(made.body()).contains(Tokens.PREFIX);
        assertThat(browser.get("/me").body()).as("shown once").doesNotContain(Tokens.PREFIX);
    }

    /** A session's secret is no token, and a token's is no session's. */
    @Test
    void oneDoesNotDoForTheOther() throws Exception {
        String session = server.session(ann);
        String token =
                token(EnumSet.of(Permission.VIEW), "", Duration.ofDays(1)).secret();
        assertThat(status(session, "/api/me")).isEqualTo(401);
        assertThat(server.get("/api/me", "Cookie", Sessions.COOKIE + "=" + token)
                        .status())
                .isEqualTo(401);
    }

    private Optional<Instant> used(Tokens.Made made) {
        return server.part(Tokens.class).of(ann).stream()
                .filter(token -> token.id().equals(made.token().id()))
                .findFirst()
                .orElseThrow()
                .used();
    }

    private Tokens.Made token(Set<Permission> permissions, String project, Duration life) {
        return server.part(Tokens.class).make(caller(ann), "test", permissions, project, life);
    }

    private static Caller caller(Person person) {
        return new Caller(person, List.of(), Optional.empty());
    }

    private int status(String secret, String path) throws Exception {
        return server.get(path, "Authorization", "Bearer " + secret).status();
    }
}
