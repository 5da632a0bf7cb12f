package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.Products;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.StoreSettings;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real process is told to stop in the middle of a deployment, once and twice, and started again. */
@DisabledOnOs(OS.WINDOWS)
class ServeStopTest {
    /** On the target only; the proof of the script must not take as long. */
    private static final String SLOW = "CREATE TABLE busy AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1"
            + " FROM n WHERE x < CASE WHEN EXISTS (SELECT 1 FROM slow) THEN %d ELSE 2 END) SELECT max(x) FROM n;";

    @TempDir
    private Path folder;

    private int port;
    private String token = "";

    @BeforeEach
    void freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @Test
    void onceItEndsTheChangeAndSaysWhatItDidWithTheRest() throws Exception {
        prepare(4_000_000);
        try (CommandProcess server = serve()) {
            ask();
            server.terminate();
            server.awaitText("Stopping: 1 running here", 20);
            HttpResponse<String> ready = get("/health/ready");
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
            assertThat(ready.body()).contains("\"staying\":false").contains("\"store\":true");
            CommandLineRun run = server.await(40);
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.err()).contains("0 ended, 1 handed over").contains("0 still at a statement");
        }
        try (CommandProcess server = serve()) {
            assertThat(ended()).contains("\"completed\"");
            try (CommandProcess second = started()) {
                CommandLineRun refused = second.await(40);
                assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(4);
                assertThat(refused.err()).contains("store-in-use");
            }
            server.terminate();
            assertThat(server.await(40).err()).contains("Stopping; no deployment runs here.");
        }
    }

    @Test
    void twiceItEndsAtOnce() throws Exception {
        prepare(2_000_000_000);
        try (CommandProcess server = serve()) {
            ask();
            server.terminate();
            server.awaitText("Stopping: 1 running here", 20);
            long told = System.nanoTime();
            server.terminate();
            assertThat(server.await(10).exitCode()).isEqualTo(130);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** People, project and artifact, before the process starts. */
    private void prepare(long rows) throws Exception {
        Path data = folder.resolve("data");
        Path root = folder.resolve("shop");
        Files.createDirectories(root.resolve("sql/ddl"));
        String definition = "project: shop\ndatabase: sqlite\nenvironments:\n  dev: { url: \"jdbc:sqlite:"
                + folder.resolve("dev.db") + "\" }\npipelines:\n  main: [dev]\n";
        Files.writeString(root.resolve("slipway.yaml"), definition, StandardCharsets.UTF_8);
        script(root, 1, "CREATE TABLE IF NOT EXISTS slow (x integer);");
        script(root, 2, String.format(SLOW, rows));
        script(root, 3, "CREATE TABLE three (x integer);");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("dev.db"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE slow (x integer)");
            statement.execute("INSERT INTO slow VALUES (1)");
        }
        PackageResult packed = new Packaging(
                        Products.all(Clock.systemUTC()).named("sqlite"), Map.of(), Progress.NONE, new Cancellation())
                .run(new PackageRequest(ProjectFile.read(root), "main", Optional.empty()));
        List<Grant> grants = List.of(new Grant(Role.RELEASE_MANAGER, "", ""), new Grant(Role.ADMINISTRATOR, "", ""));
        try (SlipwayServer server = SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        data,
                        StoreSettings.embedded(data),
                        "before",
                        Optional.empty(),
                        1,
                        ServerSettings.LARGEST_ARTIFACT,
                        Map.of()),
                Clock.systemUTC(),
                Progress.NONE)) {
            Person rita = server.part(People.class)
                    .add("test", new People.NewPerson("rita", "Rita", Optional.empty(), Optional.empty()), grants);
            Caller caller = new Caller(rita, grants, Optional.empty());
            ServedProject project = server.part(Projects.class).register(caller, "shop", definition, "");
            try (InputStream content = Files.newInputStream(((PackageResult.Packaged) packed).artifact())) {
                server.part(ArtifactShelf.class).takeIn(caller, project, content);
            }
            token = server.part(Tokens.class)
                    .make(caller, "test", EnumSet.allOf(Permission.class), "", Duration.ofDays(1))
                    .secret();
        }
    }

    private static void script(Path root, int number, String sql) throws Exception {
        Files.writeString(root.resolve("sql/ddl/" + number + ".sql"), sql + "\n", StandardCharsets.UTF_8);
    }

    private CommandProcess serve() throws Exception {
        CommandProcess process = started();
        process.awaitText("Slipway serves at", 90);
        return process;
    }

    private CommandProcess started() throws Exception {
        return CommandProcess.start(
                folder, Map.of(), List.of("-Xmx256m"), "serve", "--port=" + port, "--data=" + folder.resolve("data"));
    }

    /** Returns once its second change runs. */
    private void ask() throws Exception {
        HttpResponse<String> asked = HttpClient.newHttpClient()
                .send(
                        request("/api/projects/shop/deployments")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"artifact\": \"latest\", \"environment\": \"dev\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        for (int i = 0; i < 600; i++) {
            if (events().contains("ddl/2.sql")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(events());
    }

    private String events() throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/slipway.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT group_concat(message, ' ') FROM deployment_event" + " WHERE kind = 'step'")) {
            return String.valueOf(row.next() ? row.getString(1) : "");
        }
    }

    private String ended() throws Exception {
        for (int i = 0; i < 600; i++) {
            String body = get("/api/projects/shop/deployments/1").body();
            if (body.contains("\"endedAt\"")) {
                return body;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(get("/api/projects/shop/deployments/1").body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }
}
