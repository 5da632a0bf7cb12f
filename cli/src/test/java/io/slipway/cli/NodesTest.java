package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.Products;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.project.SecretReference;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several server processes on one PostgreSQL, killed at random while they deploy: each deployment runs exactly once or
 * is declared in doubt, and none is lost. Judged by a row that each change leaves behind, not by what Slipway says.
 *
 * <p>{@code -Dnodes.environments=N} sets how many environments each of the three databases has (default 8),
 * {@code -Dnodes.seed} the order of the killings.
 */
class NodesTest {
    private static final int ENVIRONMENTS = Integer.getInteger("nodes.environments", 8);
    private static final long SEED = Long.getLong("nodes.seed", 1L);
    private static final int NODES = 3;
    private static final int CHANGES = 4;
    private static final Duration LIMIT = Duration.ofMinutes(2 + ENVIRONMENTS / 4);
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(4);

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Map<String, Database>> targets = new LinkedHashMap<>();
    private final List<CommandProcess> nodes = new ArrayList<>();
    private int started;
    private int killed;

    @Test
    void eachDeploymentRunsOnceWhateverNodesDie() throws Exception {
        Database store = PostgresServer.newest().createDatabase();
        environment.put("STORE_PASSWORD", store.password());
        targets.put("lite", sqlite());
        targets.put("post", databases(PostgresServer.newest()::createDatabase));
        MariadbServer.find().ifPresent(maria -> targets.put("maria", databases(maria::createDatabase)));

        try (SlipwayServer control = control(store)) {
            Caller caller = releaseManager(control);
            Map<String, StoredArtifact> artifacts = new LinkedHashMap<>();
            for (String product : targets.keySet()) {
                artifacts.put(product, handIn(control, caller, product));
            }
            for (int i = 0; i < NODES; i++) {
                nodes.add(node(store));
            }
            for (CommandProcess node : nodes) {
                node.awaitText("Slipway serves at", 90);
            }
            int asked = askForAll(control, caller, artifacts);
            killUntilAllAreOver(control.part(DeploymentTable.class), store, asked);
            judge(control, asked);
        } finally {
            nodes.forEach(CommandProcess::kill);
        }
    }

    private void killUntilAllAreOver(DeploymentTable table, Database store, int asked) throws Exception {
        Random random = new Random(SEED);
        Instant end = Instant.now().plus(LIMIT);
        Instant nextKill = Instant.now().plusSeconds(1);
        // when half is done the killing stops, so that the end comes
        while (open(table, asked) > 0) {
            assertThat(Instant.now()).as("%s still open", open(table, asked)).isBefore(end);
            if (Instant.now().isAfter(nextKill) && open(table, asked) > asked / 4) {
                int victim = random.nextInt(NODES);
                nodes.get(victim).kill();
                killed++;
                nodes.set(victim, node(store));
                nextKill = Instant.now().plus(BETWEEN_KILLS);
            }
            Thread.sleep(200);
        }
    }

    private static long open(DeploymentTable table, int asked) {
        List<ServedDeployment> all = table.list("", "", Long.MAX_VALUE, asked + 1);
        return all.stream().filter(d -> !d.state().over()).count();
    }

    private void judge(SlipwayServer control, int asked) throws SQLException {
        List<ServedDeployment> all = control.part(DeploymentTable.class).list("", "", Long.MAX_VALUE, asked + 1);
        Map<DeploymentState, Integer> counts = new EnumMap<>(DeploymentState.class);
        all.forEach(d -> counts.merge(d.state(), 1, Integer::sum));
        System.out.println(
                "Deployments on " + NODES + " nodes, " + killed + " killed: " + asked + " asked for, " + counts);
        assertThat(all).hasSize(asked);
        assertThat(killed).isPositive();
        for (ServedDeployment deployment : all) {
            List<Integer> ran = ran(targets.get(deployment.project()).get(deployment.environment()));
            assertThat(ran).as("%s", deployment).doesNotHaveDuplicates();
            if (deployment.state() == DeploymentState.COMPLETED
                    || deployment.state() == DeploymentState.NOTHING_TO_DO) {
                assertThat(ran).as("%s", deployment).hasSize(CHANGES);
            } else {
                // nothing else may have become of it where a change and its history commit together
                assertThat(deployment.state()).as("%s", deployment).isEqualTo(DeploymentState.IN_DOUBT);
                assertThat(deployment.project()).isEqualTo("maria");
            }
        }
        assertThat(control.part(AuditLog.class).verify().whole()).isTrue();
    }

    private static List<Integer> ran(Database target) throws SQLException {
        List<Integer> ran = new ArrayList<>();
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM ran ORDER BY number")) {
            while (rows.next()) {
                ran.add(rows.getInt(1));
            }
        }
        return ran;
    }

    private int askForAll(SlipwayServer control, Caller caller, Map<String, StoredArtifact> artifacts) {
        DeploymentDesk desk = control.part(DeploymentDesk.class);
        int asked = 0;
        for (Map.Entry<String, StoredArtifact> artifact : artifacts.entrySet()) {
            ServedProject project = control.part(Projects.class).named(artifact.getKey());
            for (String name : targets.get(artifact.getKey()).keySet()) {
                desk.request(
                        caller,
                        new DeploymentDesk.Wish(
                                project,
                                project.project().environment(name),
                                artifact.getValue(),
                                "test",
                                true,
                                Optional.empty()));
                asked++;
            }
        }
        return asked;
    }

    private SlipwayServer control(Database store) {
        return SlipwayServer.start(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        folder.resolve("control"),
                        StoreSettings.server(
                                folder.resolve("control"),
                                store.url(),
                                store.user(),
                                SecretReference.parse("${env:STORE_PASSWORD}")),
                        "control",
                        Optional.empty(),
                        1,
                        ServerSettings.LARGEST_ARTIFACT,
                        environment),
                Clock.systemUTC(),
                Progress.NONE);
    }

    private CommandProcess node(Database store) throws IOException {
        started++;
        return CommandProcess.start(
                folder,
                environment,
                List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"),
                "serve",
                "--port=0",
                "--data=" + folder.resolve("node-" + started),
                "--database=" + store.url(),
                "--database-user=" + store.user(),
                "--database-password=${env:STORE_PASSWORD}",
                "--node=node-" + started);
    }

    private static Caller releaseManager(SlipwayServer control) {
        Grant grant = new Grant(Role.RELEASE_MANAGER, "", "");
        Person person = control.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("rita", "Rita Mann", Optional.empty(), Optional.empty()),
                        List.of(grant, new Grant(Role.ADMINISTRATOR, "", "")));
        return new Caller(person, List.of(grant, new Grant(Role.ADMINISTRATOR, "", "")), Optional.empty());
    }

    private StoredArtifact handIn(SlipwayServer control, Caller caller, String name) throws IOException {
        Path root = folder.resolve(name);
        Files.createDirectories(root.resolve("sql/ddl"));
        String definition = definition(name);
        Files.writeString(root.resolve("slipway.yaml"), definition, StandardCharsets.UTF_8);
        for (int i = 1; i <= CHANGES; i++) {
            Files.writeString(root.resolve("sql/ddl/" + i + ".sql"), script(name, i), StandardCharsets.UTF_8);
        }
        PackageResult result = new Packaging(
                        Products.all(Clock.systemUTC()).named(product(name)),
                        environment,
                        Progress.NONE,
                        new Cancellation())
                .run(new PackageRequest(ProjectFile.read(root), "main", Optional.empty()));
        ServedProject project = control.part(Projects.class).register(caller, name, definition, "");
        try (InputStream content = Files.newInputStream(((PackageResult.Packaged) result).artifact())) {
            return control.part(ArtifactShelf.class).takeIn(caller, project, content);
        }
    }

    private static String product(String name) {
        return switch (name) {
            case "lite" -> "sqlite";
            case "post" -> "postgresql";
            default -> "mariadb";
        };
    }

    private String definition(String name) throws IOException {
        StringBuilder yaml = new StringBuilder("project: " + name + "\ndatabase: " + product(name) + "\n");
        if (!name.equals("lite")) {
            Database admin = name.equals("post")
                    ? PostgresServer.newest().admin()
                    : MariadbServer.findOrSkip().admin();
            yaml.append("reference: { url: \"")
                    .append(admin.url())
                    .append("\", ")
                    .append(login("reference", admin));
            yaml.append(" }\n");
        }
        yaml.append("environments:\n");
        for (Map.Entry<String, Database> target : targets.get(name).entrySet()) {
            Database database = target.getValue();
            yaml.append("  ")
                    .append(target.getKey())
                    .append(": { url: \"")
                    .append(database.url())
                    .append("\"");
            if (!database.user().isEmpty()) {
                yaml.append(", ").append(login(name + "-" + target.getKey(), database));
            }
            yaml.append(" }\n");
        }
        return yaml.toString();
    }

    private String login(String name, Database database) throws IOException {
        Path password = Files.writeString(folder.resolve("password-" + name), database.password());
        return "user: " + database.user() + ", password: \"${file:" + password + "}\"";
    }

    /** Each change leaves a row behind that no second run could hide, and takes a while. */
    private static String script(String name, int number) {
        String table = number == 1 ? "CREATE TABLE ran (number integer NOT NULL);\n" : "";
        String wait = switch (name) {
            case "post" -> "SELECT pg_sleep(0.15);\n";
            case "maria" -> "DO sleep(0.15);\n";
            default ->
                "CREATE TABLE busy" + number + " AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
                        + " WHERE x < 100000) SELECT x FROM n;\n";
        };
        return table + "CREATE TABLE made" + number + " (id integer);\nINSERT INTO ran (number) VALUES (" + number
                + ");\n" + wait;
    }

    private Map<String, Database> sqlite() throws IOException {
        Path files = Files.createDirectories(folder.resolve("sqlite"));
        Map<String, Database> databases = new LinkedHashMap<>();
        for (int i = 1; i <= ENVIRONMENTS; i++) {
            databases.put("e" + i, new Database("jdbc:sqlite:" + files.resolve("e" + i + ".db"), "", ""));
        }
        return databases;
    }

    private static Map<String, Database> databases(java.util.function.Supplier<Database> maker) {
        Map<String, Database> databases = new LinkedHashMap<>();
        for (int i = 1; i <= ENVIRONMENTS; i++) {
            databases.put("e" + i, maker.get());
        }
        return databases;
    }
}
