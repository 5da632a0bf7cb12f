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
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentJobs;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several server processes on one PostgreSQL. While they deploy, nodes are killed at random, one is frozen until the
 * others take it for dead, and the PostgreSQL that they share crashes and comes back: each deployment runs exactly once
 * or is declared in doubt, and none is lost. Judged by a row that each change leaves behind, not by what Slipway says.
 *
 * <p>{@code -Dnodes.environments=N} sets how many environments each of the three databases has (default 2; each gets
 * three deployments), {@code -Dnodes.restarts=N} how often the PostgreSQL of the store crashes (default 1),
 * {@code -Dnodes.seed} the order of the killings.
 */
class NodesTest {
    private static final int ENVIRONMENTS = Integer.getInteger("nodes.environments", 2);
    private static final int RESTARTS = Integer.getInteger("nodes.restarts", 1);
    private static final long SEED = Long.getLong("nodes.seed", 1L);
    private static final int NODES = 3;
    private static final int VERSIONS = 3;
    private static final int CHANGES_EACH = 2;
    private static final Duration LIMIT = Duration.ofMinutes(3 + ENVIRONMENTS);
    private static final Duration BETWEEN = Duration.ofMillis(ENVIRONMENTS < 5 ? 2_000 : 5_000);

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Map<String, Database>> targets = new LinkedHashMap<>();
    /** Digest of an artifact → which of its product's it is, from 1. */
    private final Map<String, Integer> versions = new HashMap<>();

    private int restarted;

    @Test
    void eachDeploymentRunsOnceWhateverDies() throws Exception {
        PostgresServer storeServer = PostgresServer.own();
        Database store = storeServer.createDatabase();
        environment.put("STORE_PASSWORD", store.password());
        targets.put("lite", sqlite());
        targets.put("post", databases(PostgresServer.newest()::createDatabase));
        MariadbServer.find().ifPresent(maria -> targets.put("maria", databases(maria::createDatabase)));

        try (SlipwayServer control = control(store);
                MortalNodes nodes = new MortalNodes(folder, environment, store)) {
            // it asks and judges; those that run things are to be mortal
            control.part(DeploymentJobs.class).close();
            Caller caller = releaseManager(control);
            Map<String, List<StoredArtifact>> artifacts = new LinkedHashMap<>();
            for (String product : targets.keySet()) {
                artifacts.put(product, handIn(control, caller, product));
            }
            nodes.start(NODES);
            int asked = askForAll(control, caller, artifacts);
            harm(control.part(DeploymentTable.class), nodes, storeServer, asked);
            judge(control, nodes, asked);
        }
    }

    private void harm(DeploymentTable table, MortalNodes nodes, PostgresServer storeServer, int all) throws Exception {
        Random random = new Random(SEED);
        Instant end = Instant.now().plus(LIMIT);
        Instant next = Instant.now();
        int step = 0;
        long open = all;
        while (open > 0 || nodes.anyFrozen()) {
            assertThat(Instant.now()).as("%s still open", open).isBefore(end);
            nodes.thaw();
            if (restarted < RESTARTS && open <= (long) all * (RESTARTS - restarted) / (RESTARTS + 1)) {
                restart(storeServer, random);
            }
            // the harm stops before the end, so that the end comes; a node that starts is given time to do something
            List<Integer> busy = busy(table, nodes);
            if (Instant.now().isAfter(next) && !busy.isEmpty() && step < 2 + all / 8) {
                int victim = busy.get(random.nextInt(busy.size()));
                if (step % 4 == 0 && !nodes.anyFrozen()) {
                    nodes.freeze(victim);
                } else {
                    nodes.kill(victim);
                }
                step++;
                next = Instant.now().plus(BETWEEN);
            }
            Thread.sleep(100);
            open = all - over(table, all);
        }
        // one that was frozen may still want to write
        Thread.sleep(2_000);
    }

    /** Nodes that run something and are not frozen. */
    private static List<Integer> busy(DeploymentTable table, MortalNodes nodes) {
        try {
            return table.inState(DeploymentState.RUNNING).stream()
                    .map(d -> nodes.alive(d.node().orElse("")))
                    .filter(place -> place >= 0)
                    .toList();
        } catch (RuntimeException storeIsAway) {
            return List.of();
        }
    }

    private void restart(PostgresServer storeServer, Random random) throws InterruptedException {
        storeServer.stopAtOnce();
        Thread.sleep(random.nextInt(2_000));
        storeServer.startAgain();
        restarted++;
    }

    /** How many have ended; while the store is away nobody knows, so that the answer comes later. */
    private static long over(DeploymentTable table, int all) {
        try {
            return table.list("", "", Long.MAX_VALUE, all).stream()
                    .filter(d -> d.state().over())
                    .count();
        } catch (RuntimeException storeIsAway) {
            return 0;
        }
    }

    private void judge(SlipwayServer control, MortalNodes nodes, int asked) throws SQLException {
        List<ServedDeployment> all = control.part(DeploymentTable.class).list("", "", Long.MAX_VALUE, asked + 1);
        Map<DeploymentState, Integer> counts = new EnumMap<>(DeploymentState.class);
        all.forEach(d -> counts.merge(d.state(), 1, Integer::sum));
        long takenOver = all.stream()
                .filter(d -> control.part(DeploymentEvents.class).after(d.id(), 0, 1_000).stream()
                        .anyMatch(event -> event.message().startsWith("taken over")))
                .count();
        int doubled = 0;
        for (Map<String, Database> each : targets.values()) {
            for (Database target : each.values()) {
                List<Integer> ran = ran(target);
                doubled += ran.size() - (int) ran.stream().distinct().count();
            }
        }
        System.out.println("Deployments on " + NODES + " nodes: " + asked + " queued, "
                + counts.getOrDefault(DeploymentState.COMPLETED, 0) + " completed, "
                + counts.getOrDefault(DeploymentState.IN_DOUBT, 0) + " in doubt, "
                + all.stream()
                        .filter(d -> !d.state().good() && d.state() != DeploymentState.IN_DOUBT)
                        .count()
                + " failed, "
                + (asked - all.stream().filter(d -> d.state().over()).count()) + " lost, " + doubled
                + " doubled; " + takenOver + " taken over; " + nodes.killed() + " nodes killed, " + nodes.froze()
                + " frozen, "
                + restarted + " crashes of the store " + counts);
        assertThat(all).hasSize(asked);
        assertThat(nodes.killed()).isPositive();
        assertThat(nodes.froze()).isPositive();
        assertThat(takenOver).isPositive();
        assertThat(restarted).isEqualTo(RESTARTS);
        for (ServedDeployment deployment : all) {
            List<Integer> ran = ran(targets.get(deployment.project()).get(deployment.environment()));
            assertThat(ran).as("%s", deployment).doesNotHaveDuplicates();
            if (deployment.state() == DeploymentState.COMPLETED) {
                int version = Objects.requireNonNull(versions.get(deployment.artifact()));
                assertThat(ran)
                        .as("%s", deployment)
                        .containsAll(IntStream.rangeClosed(1, version * CHANGES_EACH)
                                .boxed()
                                .toList());
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
                Statement statement = connection.createStatement()) {
            try (ResultSet table = connection.getMetaData().getTables(null, null, "ran", null)) {
                if (!table.next()) {
                    return ran;
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT number FROM ran ORDER BY number")) {
                while (rows.next()) {
                    ran.add(rows.getInt(1));
                }
            }
        }
        return ran;
    }

    /** All are due at the same moment, when all are asked for, by a slow machine too. */
    private int askForAll(SlipwayServer control, Caller caller, Map<String, List<StoredArtifact>> artifacts) {
        DeploymentDesk desk = control.part(DeploymentDesk.class);
        int asked = 0;
        Instant due = Instant.now().plusSeconds(5 + 3L * ENVIRONMENTS);
        for (int version = 0; version < VERSIONS; version++) {
            for (Map.Entry<String, Map<String, Database>> each : targets.entrySet()) {
                ServedProject project = control.part(Projects.class).named(each.getKey());
                StoredArtifact artifact = artifacts.get(each.getKey()).get(version);
                for (String name : each.getValue().keySet()) {
                    desk.request(
                            caller,
                            new DeploymentDesk.Wish(
                                    project,
                                    project.project().environment(name),
                                    artifact,
                                    "test",
                                    true,
                                    Optional.of(due)));
                    asked++;
                }
            }
        }
        assertThat(Instant.now()).as("asked in time").isBefore(due);
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

    private static Caller releaseManager(SlipwayServer control) {
        Grant grant = new Grant(Role.RELEASE_MANAGER, "", "");
        Person person = control.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("rita", "Rita Mann", Optional.empty(), Optional.empty()),
                        List.of(grant, new Grant(Role.ADMINISTRATOR, "", "")));
        return new Caller(person, List.of(grant, new Grant(Role.ADMINISTRATOR, "", "")), Optional.empty());
    }

    /** Versions that continue each other, each with some changes more. */
    private List<StoredArtifact> handIn(SlipwayServer control, Caller caller, String name) throws IOException {
        Path root = folder.resolve(name);
        Files.createDirectories(root.resolve("sql/ddl"));
        String definition = definition(name);
        Files.writeString(root.resolve("slipway.yaml"), definition, StandardCharsets.UTF_8);
        ServedProject project = control.part(Projects.class).register(caller, name, definition, "");
        List<StoredArtifact> artifacts = new ArrayList<>();
        for (int version = 0; version < VERSIONS; version++) {
            for (int i = version * CHANGES_EACH + 1; i <= (version + 1) * CHANGES_EACH; i++) {
                Files.writeString(root.resolve("sql/ddl/" + i + ".sql"), script(name, i), StandardCharsets.UTF_8);
            }
            PackageResult result = new Packaging(
                            Products.all(Clock.systemUTC()).named(product(name)),
                            environment,
                            Progress.NONE,
                            new Cancellation())
                    .run(new PackageRequest(ProjectFile.read(root), "main", Optional.empty()));
            try (InputStream content = Files.newInputStream(((PackageResult.Packaged) result).artifact())) {
                StoredArtifact artifact = control.part(ArtifactShelf.class).takeIn(caller, project, content);
                artifacts.add(artifact);
                versions.put(artifact.digest(), version + 1);
            }
        }
        return artifacts;
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
            case "post" -> "SELECT pg_sleep(0.3);\n";
            case "maria" -> "DO sleep(0.3);\n";
            default ->
                "CREATE TABLE busy" + number + " AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
                        + " WHERE x < 200000) SELECT x FROM n;\n";
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
