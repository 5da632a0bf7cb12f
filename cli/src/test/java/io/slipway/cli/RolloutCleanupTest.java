package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.progress.Progress;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Tokens;
import io.slipway.server.project.Projects;
import io.slipway.store.StoreSettings;
import java.io.IOException;
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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a clean-up against a server in a process of its own, which is killed in the middle of it. */
class RolloutCleanupTest {
    private static final String FILE = """
            team: payments
            project: shop
            zone: Europe/Berlin
            people:
              lee: { name: Lee, email: lee@example.org, duties: [rollout-manager] }
              ann: { name: Ann, email: ann@example.org, duties: [stakeholder] }
            manager: lee
            stakeholders: [ann]
            sprints: { first: 2026-12-07, days: 14, count: 6 }
            reference: { from: prod }
            """;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private StoryPlace place;
    private CommandProcess server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        place = new StoryPlace(folder.resolve("shop"), "sqlite");
        Path data = folder.resolve("data");
        try (SlipwayServer first = SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        data,
                        StoreSettings.embedded(data),
                        "node-1",
                        Optional.empty(),
                        4,
                        ServerSettings.LARGEST_ARTIFACT,
                        place.environment()),
                Clock.systemUTC(),
                Progress.NONE)) {
            Caller lee = person(first, "lee", Role.ROLLOUT_MANAGER, Role.RELEASE_MANAGER, Role.ADMINISTRATOR);
            person(first, "ann", Role.DBA);
            person(first, "ben", Role.TEAM_LEAD);
            first.part(Projects.class)
                    .register(
                            lee,
                            "",
                            Files.readString(place.root().resolve("slipway.yaml")),
                            Files.readString(place.root().resolve("slipway-keys/shop.pem")));
        }
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        serve();
    }

    private Caller person(SlipwayServer at, String name, Role... roles) {
        List<Grant> grants =
                Arrays.stream(roles).map(role -> new Grant(role, "", "")).toList();
        Person person = at.part(People.class)
                .add("test", new People.NewPerson(name, name, Optional.empty(), Optional.empty()), grants);
        Caller caller = new Caller(person, grants, Optional.empty());
        tokens.put(
                name,
                at.part(Tokens.class)
                        .make(caller, "test", EnumSet.allOf(Permission.class), "", Duration.ofDays(1))
                        .secret());
        return caller;
    }

    private void serve() throws IOException, InterruptedException {
        server = CommandProcess.start(
                folder,
                place.environment(),
                List.of("-Xmx256m"),
                "serve",
                "--port=" + port,
                "--data=" + folder.resolve("data"));
        server.awaitText("Slipway serves at", 90);
    }

    @AfterEach
    void stop() {
        server.kill();
    }

    @Test
    void aCleanUpThatIsKilledHalfWayIsGoneOnWith() throws Exception {
        beforeTheRollout();
        rehearse();
        run("ann", 64, "rollout", "cleanup", "loans", "--plan");
        CommandLineRun plan = run("ann", 0, "rollout", "cleanup", "payments", "--plan");
        assertThat(plan.out())
                .contains("approved by: nobody", "in dev,", "  taken back: ddl/3_second.sql", "  goes: table second")
                .contains("  stays: table by_hand (no rehearsal made it)", "goes: artifact 1.1.0");
        run("lee", 4, "rollout", "cleanup", "payments", "--apply");
        approve();
        // from here on one rollback takes longer than anybody waits
        place.query("dev", "UPDATE pace SET n = 4000000000");
        CompletableFuture<CommandLineRun> running = CompletableFuture.supplyAsync(
                () -> CommandLineRun.of(environment("lee"), "rollout", "cleanup", "payments", "--apply"));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (place.tables("dev").contains("second") && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        server.kill();
        assertThat(running.get(60, TimeUnit.SECONDS).exitCode()).isNotZero();
        assertThat(place.tables("dev")).contains("first").doesNotContain("second");
        place.query("dev", "UPDATE pace SET n = 1");
        serve();

        CommandLineRun left = run("lee", 0, "rollout", "cleanup", "payments", "--plan");
        assertThat(left.out())
                .contains("half done: the clean-up that lee began at ", "approved by: nobody")
                .contains("  goes: table first")
                .doesNotContain("in the way");
        run("lee", 4, "rollout", "cleanup", "payments", "--apply");
        approve();
        assertThat(run("lee", 0, "rollout", "cleanup", "payments", "--apply").out())
                .contains("Cleaned up. Back-ups, below 'backups'", "payments/", "/dev.dump, ")
                .contains("delete from the artifacts folder what was rehearsed: 1.1.0\n  delete the rehearsed scripts");
        for (String environment : List.of("dev", "qa")) {
            assertThat(place.tables(environment)).contains("pace", "by_hand").doesNotContain("first", "second");
        }
        assertThat(run("ben", 0, "rollout", "cleanup", "payments", "--verify").out())
                .isEqualTo("Nothing is left of a rehearsal.\n");
        assertThat(run("ben", 0, "rollout", "cleanup", "payments", "--plan", "-o", "json")
                        .out())
                .contains("\"clean\" : true");
        place.query("qa", "DROP TABLE by_hand");
        assertThat(run("ben", 1, "rollout", "cleanup", "payments", "--verify").out())
                .contains("the schema of 'qa' is not the one that was approved");
        reference();
        packagedAgain();
    }

    /** The rehearsed artifact still lies in the clone; who deletes what in which order is told by what is said. */
    private void packagedAgain() throws Exception {
        assertThat(run("lee", 4, "package").err())
                .contains("The artifact 1.1.0 is of a rehearsal; the clean-up took it away on ")
                .contains("Delete shop-1.1.0.zip from the artifacts folder, in every clone and in what CI jobs keep")
                .contains("artifact-cleaned-up");
        for (String rehearsed : List.of("2_first", "3_second")) {
            Files.delete(place.root().resolve("sql/ddl/" + rehearsed + ".sql"));
            Files.delete(place.root().resolve("sql/ddl/" + rehearsed + ".rollback.sql"));
        }
        assertThat(run("lee", 4, "package").err()).contains("script-deleted");
        Files.delete(place.root().resolve("artifacts/shop-1.1.0.zip"));
        assertThat(run("lee", 0, "package").out()).isEqualTo("Nothing new since shop 1.0.0 (1 change).\n");
    }

    /** What packaging proves on is production, until somebody changes that by hand. */
    private void reference() throws Exception {
        assertThat(run("ben", 0, "rollout", "reference", "payments").out())
                .isEqualTo("'prod', at 1.0.0, has exactly the schema that packaging proves on.\n");
        place.query("prod", "CREATE TABLE by_hand (id INTEGER)");
        assertThat(run("lee", 1, "rollout", "reference", "payments", "--record").out())
                .contains("'prod', at 1.0.0, has not the schema that packaging proves on: ", "extra table by_hand\n")
                .contains("Write a script for what was changed there by hand");
        assertThat(run("ben", 1, "rollout", "reference", "payments", "-o", "json")
                        .out())
                .contains("\"equal\" : false");
        run("ben", 64, "rollout", "reference", "loans");
    }

    private void beforeTheRollout() throws Exception {
        script("ddl/1_pace.sql", "CREATE TABLE pace (n INTEGER);\nINSERT INTO pace VALUES (1);", "DROP TABLE pace;");
        run("lee", 0, "package");
        // without the server, which would find the team live already
        for (String environment : List.of("dev", "qa", "prod")) {
            CommandLineRun alone = CommandLineRun.of(
                    place.environment(),
                    "deploy",
                    "latest",
                    "--to",
                    environment,
                    "--approve-as",
                    "ann",
                    "--reason",
                    "x");
            assertThat(alone.exitCode()).as(alone.toString()).isZero();
        }
        for (String environment : List.of("dev", "qa")) {
            place.query(environment, "CREATE TABLE by_hand (id INTEGER)");
        }
        assertThat(send("PUT", "/rollout", "{\"file\":\"" + FILE.replace("\n", "\\n") + "\"}"))
                .isEqualTo(200);
    }

    private void rehearse() throws Exception {
        assertThat(send("POST", "/rollout/rehearsals", "{}")).isEqualTo(201);
        script(
                "ddl/2_first.sql",
                "CREATE TABLE first (id INTEGER);",
                "DELETE FROM pace WHERE n IN (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
                        + " WHERE x < (SELECT max(n) FROM pace)) SELECT -count(*) FROM c);\nDROP TABLE first;");
        script("ddl/3_second.sql", "CREATE TABLE second (id INTEGER);", "DROP TABLE second;");
        run("lee", 0, "package");
        run("lee", 0, "deploy", "latest", "--to", "dev");
        run("lee", 0, "deploy", "latest", "--to", "qa");
        assertThat(send("POST", "/rollout/rehearsals/end", "{}")).isEqualTo(200);
        // made while nobody rehearsed: it came after the rehearsal's first look
        place.query("dev", "DROP TABLE by_hand");
        place.query("dev", "CREATE TABLE by_hand (id INTEGER, more TEXT)");
    }

    private void approve() throws Exception {
        String digest = get("/rollout/cleanup").replaceAll("(?s).*\"digest\":\"([0-9a-f]+)\".*", "$1");
        assertThat(run("ann", 0, "rollout", "cleanup", "payments", "--approve", digest)
                        .out())
                .contains("approved by: ann\n");
        run("ann", 4, "rollout", "cleanup", "payments", "--approve", digest);
        assertThat(run("ben", 0, "rollout", "cleanup", "payments", "--approve", digest)
                        .out())
                .contains("approved by: ann, ben\n");
    }

    private void script(String path, String sql, String rollback) throws IOException {
        place.write("sql/" + path, (sql + "\n").getBytes(StandardCharsets.UTF_8));
        place.write("sql/" + path.replace(".sql", ".rollback.sql"), (rollback + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private CommandLineRun run(String who, int exitCode, String... words) {
        CommandLineRun run = CommandLineRun.of(environment(who), words);
        assertThat(run.exitCode()).as(String.join(" ", words) + "\n" + run).isEqualTo(exitCode);
        return run;
    }

    private Map<String, String> environment(String who) {
        Map<String, String> environment = new LinkedHashMap<>(place.environment());
        environment.put("SLIPWAY_SERVER", "http://127.0.0.1:" + port);
        environment.put("SLIPWAY_TOKEN", String.valueOf(tokens.get(who)));
        return environment;
    }

    private String get(String path) throws Exception {
        return http.send(request("lee", path).GET().build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private int send(String method, String path, String body) throws Exception {
        return send("lee", method, path, body);
    }

    private int send(String who, String method, String path, String body) throws Exception {
        return http.send(
                        request(who, path)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder request(String who, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/projects/shop" + path))
                .header("Authorization", "Bearer " + tokens.get(who));
    }
}
