package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What keeps pages quick: the index of artifacts, the search in it, and targets that hang. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeListsTest {
    private static final String LINES = "artifact_line l JOIN artifact a ON a.digest = l.artifact";

    private Path folder;
    private TestServer server;
    private Client owner;
    private int tests;
    private String name;
    private SampleProject shop;
    private String cookie;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        owner = Client.of(server, "olga", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test has its own project, and somebody who sees and finds what is of that one only. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        name = "shop-" + tests;
        shop = SampleProject.make(folder.resolve(name), name);
        owner.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
        cookie = cookie("vic-" + tests, new Grant(Role.VIEWER, name, ""));
    }

    private String cookie(String who, Grant grant) {
        People.NewPerson viewer = new People.NewPerson(who, "Full " + who, Optional.empty(), Optional.empty());
        return Sessions.COOKIE + "=" + server.session(server.part(People.class).add("test", viewer, List.of(grant)));
    }

    private String page(String path) throws Exception {
        TestServer.Answer answer = server.get(path, "Cookie", cookie);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String changes(String page) {
        return page.substring(page.indexOf("<h2>New changes"));
    }

    private long count(String what, String from) {
        return server.part(Store.class)
                .read(handle -> handle.createQuery(
                                "SELECT count(" + what + ") FROM " + from + " WHERE project = :project")
                        .bind("project", name)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void artifactsThatContinueEachOtherAreOneLine() throws Exception {
        owner.upload(name, shop.pack());
        shop.script("002_vip", "ALTER TABLE customer ADD COLUMN vip text;", "ALTER TABLE customer DROP COLUMN vip;");
        Path second = shop.pack();
        owner.upload(name, second);
        assertThat(count("*", LINES)).isEqualTo(2);
        assertThat(count("*", "artifact_change")).isEqualTo(2);

        String fresh = page("/projects/" + name + "/artifacts/1.1.0");
        assertThat(fresh).contains("002_vip.sql").doesNotContain("001_customer.sql");
        assertThat(page("/projects/" + name + "/artifacts/1.1.0?all=true")).contains("002_vip.sql", "001_customer.sql");
        assertThat(page("/projects/" + name + "/artifacts/1.0.0?all=true")).doesNotContain("002_vip.sql");
        assertThat(page("/projects/" + name + "/artifacts/1.1.0/changes/1")).contains("vip");
        assertThat(server.get("/projects/" + name + "/artifacts/1.0.0/changes/1", "Cookie", cookie)
                        .status())
                .isEqualTo(404);

        // as a store of before the index was: it is made when a page needs it, with the same result
        server.part(Store.class).run(handle -> {
            handle.execute("DELETE FROM artifact_change");
            handle.execute("DELETE FROM artifact_line");
            handle.execute("DELETE FROM script_word");
        });
        assertThat(changes(page("/projects/" + name + "/artifacts/1.1.0"))).isEqualTo(changes(fresh));
        assertThat(count("*", "artifact_change")).isEqualTo(2);
        assertThat(count("DISTINCT line", LINES)).isEqualTo(1);
    }

    @Test
    void aKeyThatIsTrustedLaterIsSeenOnTheArtifactsPage() throws Exception {
        owner.upload(name, shop.pack());
        assertThat(page("/projects/" + name + "/artifacts/1.0.0")).contains("a key this project trusts");
        owner.put(
                "/api/projects/" + name + "/definition",
                Map.of("definition", shop.definition(name), "trustedKeys", "", "revision", 1));
        assertThat(page("/projects/" + name + "/artifacts/1.0.0")).contains("a key this project does not trust");
    }

    @Test
    void aScriptsNameFindsItsArtifactsAndTheirDeployments() throws Exception {
        owner.upload(name, shop.pack());
        shop.script("002_vip", "ALTER TABLE customer ADD COLUMN vip text;", "ALTER TABLE customer DROP COLUMN vip;");
        owner.upload(name, shop.pack());
        TestServer.Answer deployed = owner.ended(owner.post(
                "/api/projects/" + name + "/deployments", Map.of("artifact", "1.1.0", "environment", "dev")));
        for (String wanted : List.of("002_vip", "VIP", "ddl/002", "vip.sql")) {
            assertThat(page("/search?q=" + wanted))
                    .as(wanted)
                    .contains(
                            "/projects/" + name + "/artifacts/1.1.0/changes/1",
                            "Deployments of artifacts",
                            "#" + deployed.json().path("number").asLong())
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
            cookie = cookie("vera", new Grant(Role.VIEWER, "", ""));
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
        owner.upload(name, shop.pack());
        owner.ended(owner.post(
                "/api/projects/" + name + "/deployments", Map.of("artifact", "1.0.0", "environment", "dev")));
        ServedProject project = server.part(Projects.class).named(name);
        owner.put(
                "/api/projects/" + name + "/definition",
                Map.of(
                        "definition",
                        shop.definition(name)
                                .replace(
                                        shop.database("dev").toString(),
                                        folder.resolve("no/such/dev.db").toString()),
                        "trustedKeys",
                        shop.publicKey(),
                        "revision",
                        project.revision()));
        TestServer.Answer looked = owner.post("/api/projects/" + name + "/environments/dev/look", Map.of());
        assertThat(looked.json().path("error").asString()).as(looked.body()).isNotEmpty();
        assertThat(looked.json().path("version").asString()).isEqualTo("1.0.0");
        assertThat(page("/projects/" + name + "/environments/dev")).contains("not reachable", "1.0.0", "Last seen");
    }

    @Test
    void aPagesTextIsComparedWithItsDigest() throws Exception {
        owner.upload(name, shop.pack());
        StoredArtifact stored = server.part(ArtifactShelf.class).version(name, "1.0.0");
        ServedProject project = server.part(Projects.class).named(name);
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
