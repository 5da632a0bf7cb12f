package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.Products;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.project.SecretReference;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.Choice;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.DeploymentEvent;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.environment.EnvironmentDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.Runners;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real runner process, and PostgreSQL databases that the server has no password of. Judged by rows that each change
 * leaves behind, not by what Slipway says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunnerTest {
    private static final List<String> PLACES = List.of("prod1", "prod2", "prod3", "prod4");
    private static final String CANARY = "canary-of-a-runner-4b2e";
    private static final long SOON = 60;

    private final Map<String, Database> databases = new HashMap<>();
    private Path folder = Path.of("");
    private SlipwayServer server;
    private Caller caller;
    private StoredArtifact artifact;
    private int port;
    private final List<CommandProcess> runners = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        databases.put("store", PostgresServer.newest().createDatabase());
        databases.put("dev", PostgresServer.newest().createDatabase());
        for (String place : PLACES) {
            Database made = PostgresServer.newest().createDatabase();
            PostgresServer.newest().admin().run("ALTER ROLE " + made.user() + " PASSWORD '" + CANARY + "'");
            databases.put(place, new Database(made.url(), made.user(), CANARY));
        }
        server = server(0);
        port = server.url().getPort();
        caller = caller();
        artifact = handIn();
        Runners.Made runner = server.part(Runners.class)
                .make(
                        caller,
                        "east",
                        PLACES.stream()
                                .map(place -> new Runner.Place("shop", place))
                                .collect(Collectors.toUnmodifiableSet()),
                        Duration.ofDays(1));
        Files.writeString(folder.resolve("token"), runner.secret() + "\n");
        ended(request("dev", Choice.ALL));
    }

    @AfterEach
    void endRunners() {
        runners.forEach(CommandProcess::kill);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** The whole way: it waits, the runner comes, all of it goes through the runner, and no password comes back. */
    @Test
    void deploysWhereTheServerHasNoPassword() throws Exception {
        EnvironmentDesk desk = server.part(EnvironmentDesk.class);
        ServedProject shop = project();
        assertThat(desk.test(shop, shop.project().environment("prod1")).error())
                .get()
                .extracting(SlipwayException::code)
                .isEqualTo(ErrorCode.RUNNER_AWAY);

        CommandProcess runner = runner();
        runner.awaitText("works for", 30);
        assertThat(desk.test(shop, shop.project().environment("prod1")).server())
                .get()
                .asString()
                .startsWith("PostgreSQL 18");
        ServedDeployment done = ended(request("prod1", Choice.ALL));
        assertThat(done.state()).as("%s", done).isEqualTo(DeploymentState.COMPLETED);
        assertThat(ran("prod1")).containsExactly(1, 2, 3);
        assertThat(done.outcome()).contains("\"measured\":[{").doesNotContain("unmeasured");
        assertThat(messages(done)).anyMatch(message -> message.contains("ddl/3.sql"));
        assertThat(desk.history(shop, shop.project().environment("prod1"), Long.MAX_VALUE, 100)
                        .entries())
                .anyMatch(entry -> entry.by().equals("rita@east"));

        ServedDeployment back = request("prod1", Choice.rollBack(new RollbackScope.Change("ddl/3.sql"), false));
        assertThat(ended(back).state()).isEqualTo(DeploymentState.COMPLETED);
        assertThat(ran("prod1")).containsExactly(1, 2);

        // whoever may change the project must not lead the password elsewhere
        ServedProject changed = server.part(Projects.class)
                .redefine(
                        caller,
                        "shop",
                        shop.revision(),
                        "shop",
                        shop.definition()
                                .replace(
                                        databases.get("prod1").url(),
                                        databases.get("dev").url()),
                        "");
        assertThat(desk.test(changed, changed.project().environment("prod1")).error())
                .get()
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RUNNER_DISTRUSTS);
                    assertThat(e.getMessage()).contains("the url").doesNotContain("the user");
                });
        server.part(Projects.class).redefine(caller, "shop", changed.revision(), "shop", shop.definition(), "");

        runner.kill();
        noCanaryIn(folder);
        noCanaryIn(databases.get("store"));
    }

    @Test
    void killedInTheMiddleItGoesOnAndRunsNothingTwice() throws Exception {
        CommandProcess first = runner();
        first.awaitText("works for", 30);
        ServedDeployment asked = request("prod2", Choice.ALL);
        until("the second change runs", () -> messages(asked).stream().anyMatch(m -> m.contains("ddl/2.sql")));
        first.kill();
        until("it is told that it waits", () -> messages(asked).contains("waits for runner east"));
        assertThat(deployment(asked).state()).isEqualTo(DeploymentState.RUNNING);

        runner().awaitText("works for", 30);
        assertThat(ended(asked).state()).isEqualTo(DeploymentState.COMPLETED);
        assertThat(ran("prod2")).containsExactly(1, 2, 3);
    }

    @Test
    void theServerStartsAgainInTheMiddleAndHearsHowItEnded() throws Exception {
        CommandProcess runner = runner();
        runner.awaitText("works for", 30);
        ServedDeployment asked = request("prod3", Choice.ALL);
        until("the second change runs", () -> messages(asked).stream().anyMatch(m -> m.contains("ddl/2.sql")));
        server.close();
        runner.awaitText("completed, 3 changes", SOON);
        server = server(port);
        assertThat(ended(asked).state()).isEqualTo(DeploymentState.COMPLETED);
        assertThat(ran("prod3")).containsExactly(1, 2, 3);
        assertThat(messages(asked)).anyMatch(message -> message.startsWith("completed: 3 changes"));
    }

    /** What waits is never begun; what runs stops after its statement; Ctrl-C on the runner does the same. */
    @Test
    void cancellingReachesTheRunner() throws Exception {
        CommandProcess runner = runner();
        runner.awaitText("works for", 30);
        ServedDeployment asked = request("prod4", Choice.ALL);
        until("the second change runs", () -> messages(asked).stream().anyMatch(m -> m.contains("ddl/2.sql")));
        server.part(DeploymentDesk.class).cancel(caller, project(), deployment(asked));
        assertThat(ended(asked).state()).isEqualTo(DeploymentState.PARTIAL);
        assertThat(ran("prod4")).containsExactly(1);

        ServedDeployment again = request("prod4", Choice.ALL);
        until("the second change runs", () -> messages(again).stream().anyMatch(m -> m.contains("ddl/2.sql")));
        runner.interrupt();
        CommandLineRun said = runner.await(40);
        assertThat(said.out()).contains("Stopping: 1 under way", "cancelled", "the target is as it was");
        assertThat(ended(again).state()).isEqualTo(DeploymentState.CANCELLED);
        assertThat(ran("prod4")).containsExactly(1);

        ServedDeployment waiting = request("dev", Choice.ALL);
        assertThat(ended(waiting).state()).isEqualTo(DeploymentState.NOTHING_TO_DO);
    }

    private List<Integer> ran(String environment) throws SQLException {
        List<Integer> ran = new ArrayList<>();
        try (Connection connection = databases.get(environment).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM ran ORDER BY number")) {
            while (rows.next()) {
                ran.add(rows.getInt(1));
            }
        }
        return ran;
    }

    private ServedDeployment request(String environment, Choice choice) {
        ServedProject shop = project();
        return server.part(DeploymentDesk.class)
                .request(
                        caller,
                        new DeploymentDesk.Wish(
                                shop,
                                shop.project().environment(environment),
                                artifact,
                                "test",
                                // the one before it is the one that another test is at
                                !environment.equals("dev") && !environment.equals("prod1"),
                                Optional.empty(),
                                choice));
    }

    private ServedDeployment ended(ServedDeployment asked) throws Exception {
        until("it ends", () -> deployment(asked).state().over());
        return deployment(asked);
    }

    private ServedDeployment deployment(ServedDeployment asked) {
        return server.part(DeploymentTable.class).byId(asked.id()).orElseThrow();
    }

    private List<String> messages(ServedDeployment asked) {
        return server.part(DeploymentEvents.class).after(asked.id(), 0, 1_000).stream()
                .map(DeploymentEvent::message)
                .toList();
    }

    private void until(String what, BooleanSupplier condition) throws Exception {
        Instant end = Instant.now().plusSeconds(SOON);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            Thread.sleep(50);
        }
    }

    private static void noCanaryIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(10);
            for (Path file : all) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(CANARY);
            }
        }
    }

    private static void noCanaryIn(Database store) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            assertThat(tables).contains("runner_task", "deployment_event", "audit_event");
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%" + CANARY + "%'")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).as(table).isZero();
                }
            }
        }
    }

    private ServedProject project() {
        return server.part(Projects.class).named("shop");
    }

    private CommandProcess runner() throws IOException {
        CommandProcess runner = CommandProcess.start(
                folder,
                Map.of("PROD_PASSWORD", CANARY),
                List.of("-Xmx128m"),
                "runner",
                "--server=" + server.url(),
                "--token-file=" + folder.resolve("token"),
                "--name=east",
                "--data=" + folder.resolve("east"));
        runners.add(runner);
        return runner;
    }

    private SlipwayServer server(int onPort) {
        return SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        onPort,
                        folder.resolve("server"),
                        StoreSettings.server(
                                folder.resolve("server"),
                                databases.get("store").url(),
                                databases.get("store").user(),
                                SecretReference.parse("${env:STORE_PASSWORD}")),
                        "node-1",
                        Optional.empty(),
                        2,
                        ServerSettings.LARGEST_ARTIFACT,
                        Map.of(
                                "DEV_PASSWORD",
                                databases.get("dev").password(),
                                "STORE_PASSWORD",
                                databases.get("store").password())),
                Clock.systemUTC(),
                Progress.NONE);
    }

    private Caller caller() {
        List<Grant> grants = List.of(new Grant(Role.DBA, "", ""), new Grant(Role.ADMINISTRATOR, "", ""));
        Person person = server.part(People.class)
                .add("test", new People.NewPerson("rita", "Rita Mann", Optional.empty(), Optional.empty()), grants);
        return new Caller(person, grants, Optional.empty());
    }

    private StoredArtifact handIn() throws IOException {
        Path root = folder.resolve("shop");
        Files.createDirectories(root.resolve("sql/ddl"));
        Database admin = PostgresServer.newest().admin();
        Files.writeString(folder.resolve("reference"), admin.password());
        StringBuilder yaml = new StringBuilder("project: shop\ndatabase: postgresql\nreference: { url: \"" + admin.url()
                + "\", user: " + admin.user() + ", password: \"${file:" + folder.resolve("reference")
                + "}\" }\nenvironments:\n");
        for (String place : Stream.concat(Stream.of("dev"), PLACES.stream()).toList()) {
            Database database = databases.get(place);
            yaml.append("  ")
                    .append(place)
                    .append(": { url: \"")
                    .append(database.url())
                    .append("\", user: ");
            yaml.append(database.user())
                    .append(", password: \"${env:")
                    .append(place.equals("dev") ? "DEV_PASSWORD" : "PROD_PASSWORD")
                    .append("}\" }\n");
        }
        String definition = yaml.toString();
        Files.writeString(root.resolve("slipway.yaml"), definition);
        for (int i = 1; i <= 3; i++) {
            String table = i == 1 ? "CREATE TABLE ran (number integer NOT NULL);\n" : "";
            Files.writeString(
                    root.resolve("sql/ddl/" + i + ".sql"),
                    table + "INSERT INTO ran (number) VALUES (" + i + ");\n" + (i == 2 ? "SELECT pg_sleep(3);\n" : ""));
            Files.writeString(
                    root.resolve("sql/ddl/" + i + ".rollback.sql"),
                    i == 1 ? "DROP TABLE ran;\n" : "DELETE FROM ran WHERE number = " + i + ";\n");
        }
        PackageResult result = new Packaging(
                        Products.all(Clock.systemUTC()).named("postgresql"),
                        Map.of(),
                        Progress.NONE,
                        new Cancellation())
                .run(new PackageRequest(ProjectFile.read(root), "main", Optional.empty()));
        ServedProject project = server.part(Projects.class).register(caller, "shop", definition, "");
        try (InputStream content = Files.newInputStream(((PackageResult.Packaged) result).artifact())) {
            return server.part(ArtifactShelf.class).takeIn(caller, project, content);
        }
    }
}
