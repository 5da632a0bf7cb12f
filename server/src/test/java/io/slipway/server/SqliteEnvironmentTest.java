package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite environment is a file on the server: whoever may deploy to one must not reach the server's own. */
class SqliteEnvironmentTest {
    @TempDir
    private Path folder;

    private TestServer server;
    private Client admin;

    @BeforeEach
    void start() {
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Or one that attaches the server's database would make its author an administrator. */
    @Test
    void scriptsOpenNoOtherFile() throws Exception {
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        shop.script(
                "002_take_over",
                "-- slipway transaction: off\nATTACH DATABASE '" + folder.resolve("other.db") + "' AS own;",
                "-- slipway transaction: off\nSELECT 1;");
        admin.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        assertThat(admin.upload("shop", shop.pack()).status()).isEqualTo(201);
        TestServer.Answer ended = admin.ended(
                admin.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev")));
        assertThat(ended.json().path("state").asString()).as(ended.body()).isIn("failed", "partial");
        assertThat(ended.body()).contains("too many attached databases");
    }

    @Test
    void noEnvironmentLiesInTheServersFolder() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, server.data());
        for (String url : List.of(
                "jdbc:sqlite:" + server.data().resolve("slipway.db"),
                "jdbc:sqlite:" + server.data() + "/projects/shop/../../slipway.db",
                "jdbc:sqlite:file:" + server.data().resolve("slipway.db") + "?cache=shared",
                "jdbc:sqlite:../../slipway.db",
                "jdbc:sqlite:../bank/dev.db",
                "jdbc:sqlite:" + link.resolve("slipway.db"))) {
            TestServer.Answer answer = admin.post("/api/projects", Map.of("definition", definition(url)));
            assertThat(answer.status()).as(url + answer.body()).isEqualTo(422);
            assertThat(answer.json().path("code").asString()).isEqualTo("project-file-invalid");
        }
        assertThat(admin.post("/api/projects", Map.of("definition", definition("jdbc:sqlite:dev.db")))
                        .status())
                .isEqualTo(201);
        assertThat(server.part(People.class).named("root")).isPresent();
    }

    /** Approvals here are bound to what one target is like; and no file beside the definition is read. */
    @Test
    void noEnvironmentHasManyDatabases() throws Exception {
        for (String databases : List.of("[acme, beta]", "/etc/passwd")) {
            TestServer.Answer answer = admin.post(
                    "/api/projects",
                    Map.of("definition", definition("jdbc:sqlite:{database}.db\", databases: \"" + databases)));
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
            assertThat(answer.json().path("code").asString()).isEqualTo("project-file-invalid");
            assertThat(answer.body())
                    .contains("many databases in one environment are deployed to by the command line only")
                    .doesNotContain("root:");
        }
    }

    private static String definition(String url) {
        return "project: shop\ndatabase: sqlite\nenvironments:\n  dev: { url: \"" + url
                + "\" }\npipelines:\n  main: [dev]\n";
    }
}
