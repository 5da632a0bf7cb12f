package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.account.Sessions;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.ShownArtifacts;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps pages quick: the index of artifacts, the search in it, and targets that hang. */
class LargeListsTest {
    @TempDir
    private Path folder;

    private TestServer server;
    private SampleProject shop;
    private Client owner;
    private String cookie;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        shop = SampleProject.make(folder.resolve("shop"));
        owner = Client.of(server, "olga", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        owner.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        cookie = Sessions.COOKIE + "=" + server.session(server.person("vic", Role.VIEWER));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String page(String path) throws Exception {
        TestServer.Answer answer = server.get(path, "Cookie", cookie);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String changes(String page) {
        return page.substring(page.indexOf("<h2>New changes"));
    }

    private static long count(TestServer server, String sql) {
        return server.part(Store.class)
                .read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void artifactsThatContinueEachOtherAreOneLine() throws Exception {
        owner.upload("shop", shop.pack());
        shop.script("002_vip", "ALTER TABLE customer ADD COLUMN vip text;", "ALTER TABLE customer DROP COLUMN vip;");
        Path second = shop.pack();
        owner.upload("shop", second);
        assertThat(count(server, "SELECT count(*) FROM artifact_line")).isEqualTo(2);
        assertThat(count(server, "SELECT count(*) FROM artifact_change")).isEqualTo(2);

        String fresh = page("/projects/shop/artifacts/1.1.0");
        assertThat(fresh).contains("002_vip.sql").doesNotContain("001_customer.sql");
        assertThat(page("/projects/shop/artifacts/1.1.0?all=true")).contains("002_vip.sql", "001_customer.sql");
        assertThat(page("/projects/shop/artifacts/1.0.0?all=true")).doesNotContain("002_vip.sql");
        assertThat(page("/projects/shop/artifacts/1.1.0/changes/1")).contains("vip");
        assertThat(server.get("/projects/shop/artifacts/1.0.0/changes/1", "Cookie", cookie)
                        .status())
                .isEqualTo(404);

        // as a store of before the index was: it is made when a page needs it, with the same result
        server.part(Store.class).run(handle -> {
            handle.execute("DELETE FROM artifact_change");
            handle.execute("DELETE FROM artifact_line");
            handle.execute("DELETE FROM script_word");
        });
        assertThat(changes(page("/projects/shop/artifacts/1.1.0"))).isEqualTo(changes(fresh));
        assertThat(count(server, "SELECT count(*) FROM artifact_change")).isEqualTo(2);
        assertThat(count(server, "SELECT count(DISTINCT line) FROM artifact_line"))
                .isEqualTo(1);
    }

    @Test
    void aKeyThatIsTrustedLaterIsSeenOnTheArtifactsPage() throws Exception {
        owner.upload("shop", shop.pack());
        assertThat(page("/projects/shop/artifacts/1.0.0")).contains("a key this project trusts");
        owner.put(
                "/api/projects/shop/definition",
                Map.of("definition", shop.definition("shop"), "trustedKeys", "", "revision", 1));
        assertThat(page("/projects/shop/artifacts/1.0.0")).contains("a key this project does not trust");
    }

    @Test
    void aScriptsNameFindsItsArtifactsAndTheirDeployments() throws Exception {
        owner.upload("shop", shop.pack());
        shop.script("002_vip", "ALTER TABLE customer ADD COLUMN vip text;", "ALTER TABLE customer DROP COLUMN vip;");
        owner.upload("shop", shop.pack());
        owner.ended(owner.post("/api/projects/shop/deployments", Map.of("artifact", "1.1.0", "environment", "dev")));
        for (String wanted : List.of("002_vip", "VIP", "ddl/002", "vip.sql")) {
            assertThat(page("/search?q=" + wanted))
                    .as(wanted)
                    .contains("/projects/shop/artifacts/1.1.0/changes/1", "Deployments of artifacts", "#1")
                    .doesNotContain("001_customer");
        }
        assertThat(page("/search?q=001_customer")).contains("2</span> artifacts back to", "1.0.0");
        assertThat(page("/search?q=ip.sql")).contains("Nothing matches");
        String stranger = Sessions.COOKIE + "=" + server.session(server.person("sue"));
        assertThat(server.get("/search?q=002_vip", "Cookie", stranger).body()).contains("Nothing matches");
    }

    /** It takes the connection and never says a word. */
    @Test
    void aTargetThatHangsHoldsNoPage() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            owner.post("/api/projects", Map.of("definition", """
                            project: deaf
                            database: postgresql
                            environments:
                              dev: { url: "jdbc:postgresql://127.0.0.1:%d/x?socketTimeout=20", user: x }
                            pipelines:
                              main: [dev]
                            """.formatted(silent.getLocalPort())));
            page("/");
            long start = System.nanoTime();
            assertThat(page("/projects/deaf/environments/dev")).contains("It has not answered yet");
            for (int i = 0; i < 5; i++) {
                page("/projects/deaf");
                page("/projects/deaf/environments/dev");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void whatWasKnownOfAnEnvironmentStaysWhenItIsGone() throws Exception {
        owner.upload("shop", shop.pack());
        owner.ended(owner.post("/api/projects/shop/deployments", Map.of("artifact", "1.0.0", "environment", "dev")));
        ServedProject project = server.part(Projects.class).named("shop");
        owner.put(
                "/api/projects/shop/definition",
                Map.of(
                        "definition",
                        shop.definition("shop")
                                .replace(
                                        shop.database("dev").toString(),
                                        folder.resolve("no/such/dev.db").toString()),
                        "trustedKeys",
                        shop.publicKey(),
                        "revision",
                        project.revision()));
        TestServer.Answer looked = owner.post("/api/projects/shop/environments/dev/look", Map.of());
        assertThat(looked.json().path("error").asString()).as(looked.body()).isNotEmpty();
        assertThat(looked.json().path("version").asString()).isEqualTo("1.0.0");
        assertThat(page("/projects/shop/environments/dev")).contains("not reachable", "1.0.0", "Last seen");
    }

    @Test
    void aPagesTextIsComparedWithItsDigest() throws Exception {
        owner.upload("shop", shop.pack());
        StoredArtifact stored = server.part(ArtifactShelf.class).version("shop", "1.0.0");
        ServedProject project = server.part(Projects.class).named("shop");
        ShownArtifacts shown = server.part(ShownArtifacts.class);
        String digest =
                shown.change(stored, shown.facts(project, stored), 0).change().digest();
        assertThat(shown.text(stored, digest, false, 12).text()).isEqualTo("CREATE TABLE");
        Path file = server.part(ArtifactShelf.class).file(stored);
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = all.indexOf("CREATE TABLE customer");
        assertThat(at).as("stored, not packed").isPositive();
        bytes[at + 13] = 'K';
        java.nio.file.Files.write(file, bytes);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> shown.text(stored, digest, false, 12))
                .hasMessageContaining("changes/" + digest);
    }
}
