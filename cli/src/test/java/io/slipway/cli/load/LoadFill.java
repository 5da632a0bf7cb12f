package io.slipway.cli.load;

import io.slipway.release.artifact.Change;
import io.slipway.release.deploy.Targets;
import io.slipway.release.progress.Progress;
import io.slipway.release.script.ScriptText;
import io.slipway.release.target.Target;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.environment.TargetDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Fills a server's data folder: projects and artifacts the way people hand them in, the rest in bulk. */
final class LoadFill {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final int BATCH = 5_000;
    private final LoadSize size;
    private final Path data;
    private final Path targets;

    LoadFill(LoadSize size, Path data, Path targets) {
        this.size = size;
        this.data = data;
        this.targets = targets;
    }

    void run() throws Exception {
        Files.createDirectories(targets);
        ServerSettings settings = new ServerSettings(
                "127.0.0.1",
                0,
                data,
                StoreSettings.embedded(data),
                "fill",
                Optional.empty(),
                1,
                ServerSettings.LARGEST_ARTIFACT,
                Map.of());
        Map<String, String> digests = new HashMap<>();
        try (SlipwayServer server = SlipwayServer.start(settings, Clock.systemUTC(), Progress.NONE)) {
            Caller caller = owner(server);
            ExecutorService two = Executors.newFixedThreadPool(2);
            List<Future<Map<String, String>>> coming = IntStream.range(0, size.projects())
                    .mapToObj(project -> two.submit(() -> project(server, caller, project)))
                    .toList();
            for (Future<Map<String, String>> each : coming) {
                digests.putAll(each.get());
            }
            two.shutdown();
            histories(server, digests);
            server.part(Projects.class).all().forEach(server.part(TargetDesk.class)::look);
        }
        try (Connection store =
                DriverManager.getConnection(StoreSettings.embedded(data).url())) {
            store.setAutoCommit(false);
            LoadPeople.fill(store, size.people(), START);
            deployments(store, digests);
            audit(store);
            store.commit();
        }
    }

    private static Caller owner(SlipwayServer server) {
        List<Grant> grants = List.of(new Grant(Role.ADMINISTRATOR, "", ""), new Grant(Role.RELEASE_MANAGER, "", ""));
        Person person = server.part(People.class)
                .add("test", new People.NewPerson("owner", "Olga Wner", Optional.empty(), Optional.empty()), grants);
        return new Caller(person, grants, Optional.empty());
    }

    /** @return {@code project version} → digest */
    private Map<String, String> project(SlipwayServer server, Caller caller, int number) throws IOException {
        String name = LoadSize.project(number);
        StringBuilder yaml = new StringBuilder("project: " + name + "\ndatabase: sqlite\nenvironments:\n");
        for (String environment : LoadSize.ENVIRONMENTS) {
            yaml.append("  ")
                    .append(environment)
                    .append(": { url: \"jdbc:sqlite:")
                    .append(target(name, environment));
            yaml.append(environment.equals("prod") ? "\", protected: true }\n" : "\" }\n");
        }
        yaml.append("pipelines:\n  main: [")
                .append(String.join(", ", LoadSize.ENVIRONMENTS))
                .append("]\n");
        ServedProject served = server.part(Projects.class).register(caller, "Project " + number, yaml.toString(), "");
        Map<String, String> digests = new HashMap<>();
        LoadArtifacts writer = new LoadArtifacts();
        Optional<String> parent = Optional.empty();
        for (int i = 0; i < size.artifacts(); i++) {
            Path file = targets.resolve(name + ".zip");
            Files.deleteIfExists(file);
            String digest = writer.write(
                    file,
                    name,
                    LoadSize.version(i),
                    size.changesOf(i),
                    i == 0 ? 0 : size.changesOf(i - 1),
                    parent,
                    parent.isPresent() ? Optional.of(LoadSize.version(i - 1)) : Optional.empty());
            try (InputStream content = Files.newInputStream(file)) {
                server.part(ArtifactShelf.class).takeIn(caller, served, content);
            }
            digests.put(name + " " + LoadSize.version(i), digest);
            parent = Optional.of(digest);
            Files.delete(file);
        }
        return digests;
    }

    private Path target(String project, String environment) {
        return targets.resolve(project + "-" + environment + ".db");
    }

    /** Each environment has all of the artifact before the newest; the first one has been deployed to a thousand times. */
    private void histories(SlipwayServer server, Map<String, String> digests) throws Exception {
        for (ServedProject project : server.part(Projects.class).all()) {
            Path first = target(project.name(), "dev");
            try (Target target = server.part(Targets.class)
                    .open(project.project(), project.project().environment("dev"))) {
                target.history().prepare();
            }
            String version = LoadSize.version(size.artifacts() - 2);
            String digest = digests.get(project.name() + " " + version);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + first)) {
                connection.setAutoCommit(false);
                applied(connection, project.name(), version, String.valueOf(digest));
                connection.commit();
                for (String environment : List.of(LoadSize.ENVIRONMENTS).subList(1, LoadSize.ENVIRONMENTS.length)) {
                    Files.copy(first, target(project.name(), environment), StandardCopyOption.REPLACE_EXISTING);
                }
                if (project.name().equals(LoadSize.project(0))) {
                    older(connection, project.name());
                    connection.commit();
                }
            }
        }
    }

    private void applied(Connection connection, String project, String version, String digest) throws SQLException {
        int changes = size.changesOf(size.artifacts() - 2);
        try (PreparedStatement insert = history(connection)) {
            for (int i = 0; i < changes; i++) {
                Change change = LoadArtifacts.change(i, new HashMap<String, ScriptText>(), new HashMap<>());
                event(insert, project, "applied", Optional.of(change), version, digest, i);
            }
            event(insert, project, "deployment-completed", Optional.empty(), version, digest, changes);
            insert.executeBatch();
        }
    }

    /** Deployments of long ago that came and went. */
    private void older(Connection connection, String project) throws SQLException {
        try (PreparedStatement insert = history(connection)) {
            int written = 0;
            Change change = LoadArtifacts.change(99_999, new HashMap<>(), new HashMap<>());
            String[] events = {"deployment-started", "applied", "rolled-back", "failed", "deployment-completed"};
            while (written < size.history()) {
                String event = events[written % events.length];
                Optional<Change> of = event.startsWith("deployment") ? Optional.empty() : Optional.of(change);
                event(insert, project, event, of, "0.9.0", "0".repeat(64), written);
                if (++written % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static PreparedStatement history(Connection connection) throws SQLException {
        return connection.prepareStatement("INSERT INTO slipway_history (project, event, deployment, change_id, path,"
                + " kind, digest, version, artifact, statements, row_count, millis, happened_at, deployed_by, note)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 2, 0, 7, ?, 'ann@node', '{}')");
    }

    private static void event(
            PreparedStatement insert,
            String project,
            String event,
            Optional<Change> change,
            String version,
            String artifact,
            int number)
            throws SQLException {
        insert.setString(1, project);
        insert.setString(2, event);
        insert.setString(3, "d-" + number / 5);
        insert.setString(4, change.map(Change::id).orElse(null));
        insert.setString(5, change.map(Change::path).orElse(null));
        insert.setString(6, change.map(c -> c.kind().folder()).orElse(null));
        insert.setString(7, change.map(Change::digest).orElse(null));
        insert.setString(8, version);
        insert.setString(9, artifact);
        insert.setLong(10, (START + number) * 1_000);
        insert.addBatch();
    }

    private void deployments(Connection store, Map<String, String> digests) throws SQLException {
        LoadForecast few = LoadForecast.of(2);
        LoadForecast many = LoadForecast.of(size.changes());
        try (PreparedStatement insert = store.prepareStatement("INSERT INTO deployment (id, number, project,"
                        + " environment, verb, artifact, version, state, reason, skip_gate, emergency, binding,"
                        + " requested_by, requested_at, not_before, started_at, ended_at, node, cancel_by, forecast,"
                        + " outcome) VALUES (?, ?, ?, ?, 'deploy', ?, ?, ?, 'a reason', false, false, '', ?, ?, ?, ?,"
                        + " ?, 'node', '', ?, ?)");
                PreparedStatement event = store.prepareStatement("INSERT INTO deployment_event (deployment, sequence,"
                        + " at, kind, message, done, total) VALUES (?, ?, ?, 'step', ?, ?, ?)")) {
            for (int i = 1; i <= size.deployments(); i++) {
                String project = LoadSize.project(i % size.projects());
                String version = LoadSize.version(i / size.projects() % size.artifacts());
                boolean last = i > size.deployments() - size.projects();
                boolean waiting = !last && i % Math.max(1, size.deployments() / 200) == 0;

                insert.setString(1, "d" + i);
                insert.setInt(2, i);
                insert.setString(3, project);
                insert.setString(4, LoadSize.ENVIRONMENTS[i / size.projects() % LoadSize.ENVIRONMENTS.length]);
                insert.setString(5, digests.get(project + " " + version));
                insert.setString(6, version);
                insert.setString(7, waiting ? "waiting-for-approval" : i % 17 == 0 ? "failed" : "completed");
                insert.setString(8, "user" + (40 + i % 150));
                insert.setLong(9, START + i);
                insert.setLong(10, START + i);
                insert.setObject(11, waiting ? null : START + i);
                insert.setObject(12, waiting ? null : START + i + 5_000);
                insert.setString(13, last ? many.forecast() : few.forecast());
                insert.setString(14, waiting ? "{}" : last ? many.outcome() : few.outcome());
                insert.addBatch();
                if (last) {
                    for (int step = 1; step <= size.changes(); step++) {
                        event.setString(1, "d" + i);
                        event.setInt(2, step);
                        event.setLong(3, START + i + step);
                        event.setString(4, LoadArtifacts.path(step));
                        event.setInt(5, step);
                        event.setInt(6, size.changes());
                        event.addBatch();
                    }
                }
                if (i % 1_000 == 0 || last) {
                    insert.executeBatch();
                    event.executeBatch();
                }
            }
            insert.executeBatch();
        }
        try (Statement statement = store.createStatement()) {
            statement.execute("UPDATE counter SET value = " + size.deployments() + " WHERE name = 'deployment'");
        }
    }

    private void audit(Connection store) throws SQLException {
        String[] actions = {
            "signed-in",
            "deployment-requested",
            "deployment-approved",
            "deployment-completed",
            "artifact-handed-in",
            "role-given",
            "policy-changed"
        };
        long sequence;
        String previous;
        try (Statement statement = store.createStatement();
                ResultSet head = statement.executeQuery("SELECT sequence, digest FROM audit_head")) {
            head.next();
            sequence = head.getLong(1);
            previous = head.getString(2);
        }
        try (PreparedStatement insert = store.prepareStatement("INSERT INTO audit_event (sequence, at, actor, action,"
                + " project, subject, detail, previous, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < size.audit(); i++) {
                sequence++;
                AuditEvent open = new AuditEvent(
                        sequence,
                        Instant.ofEpochMilli(START + i),
                        "user" + i % size.people(),
                        actions[i % actions.length],
                        LoadSize.project(i % size.projects()),
                        "#" + i,
                        "{\"version\":\"1.0.0\"}",
                        previous,
                        "");
                previous = open.computedDigest();
                insert.setLong(1, sequence);
                insert.setLong(2, open.at().toEpochMilli());
                insert.setString(3, open.actor());
                insert.setString(4, open.action());
                insert.setString(5, open.project());
                insert.setString(6, open.subject());
                insert.setString(7, open.detail());
                insert.setString(8, open.previous());
                insert.setString(9, previous);
                insert.addBatch();
                if (i % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        try (PreparedStatement head = store.prepareStatement("UPDATE audit_head SET sequence = ?, digest = ?")) {
            head.setLong(1, sequence);
            head.setString(2, previous);
            head.execute();
        }
    }
}
