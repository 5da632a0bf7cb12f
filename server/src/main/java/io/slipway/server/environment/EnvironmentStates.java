package io.slipway.server.environment;

import io.slipway.release.deploy.Targets;
import io.slipway.release.history.HalfDone;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.status.Newest;
import io.slipway.release.status.Status;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the environments were like when last looked at. The truth is in each target's history; this is what pages show
 * without asking a hundred databases, with the time it was seen.
 */
public final class EnvironmentStates {
    private final Store store;
    private final ArtifactShelf artifacts;
    private final Targets targets;
    private final Clock clock;

    public EnvironmentStates(Store store, ArtifactShelf artifacts, Targets targets, Clock clock) {
        this.store = store;
        this.artifacts = artifacts;
        this.targets = targets;
        this.clock = clock;
    }

    public List<EnvironmentState> all() {
        return store.read(handle -> handle.createQuery("SELECT * FROM environment_state ORDER BY project, environment")
                .map((row, context) -> state(row))
                .list());
    }

    public List<EnvironmentState> of(String project) {
        return store.read(handle -> handle.createQuery("SELECT * FROM environment_state WHERE project = :project")
                .bind("project", project)
                .map((row, context) -> state(row))
                .list());
    }

    /** Looks at one environment now, however long that takes. */
    public EnvironmentState look(ServedProject project, Environment environment) {
        return looking(project).at(environment);
    }

    /** For looking at several environments of a project: what they are compared with is read once. */
    Looking looking(ServedProject project) {
        return new Looking(project);
    }

    final class Looking {
        private final ServedProject project;
        private final Map<String, Newest> compared = new ConcurrentHashMap<>();

        private Looking(ServedProject project) {
            this.project = project;
        }

        EnvironmentState at(Environment environment) {
            Optional<StoredArtifact> newest = newest(project, environment);
            Status.Row row = new Status(targets)
                    .of(
                            project.project(),
                            environment,
                            newest.map(stored ->
                                    compared.computeIfAbsent(stored.digest(), digest -> artifacts.newest(stored))));
            return looked(
                    project, environment, newest.map(StoredArtifact::version).orElse(""), row);
        }
    }

    private EnvironmentState looked(ServedProject project, Environment environment, String newest, Status.Row row) {
        Instant now = clock.instant();
        if (row.error().isPresent()) {
            return silent(project, environment, String.valueOf(row.error().get().getMessage()), now);
        }
        EnvironmentState state = new EnvironmentState(
                project.name(),
                environment.name(),
                row.deployed().map(HistoryEntry::version).orElse(""),
                row.deployed().map(HistoryEntry::artifact).orElse(""),
                row.deployed().map(HistoryEntry::at),
                newest,
                row.applied(),
                row.pending().size(),
                row.unknown().size(),
                row.failed().flatMap(HistoryEntry::path).orElse(""),
                row.running().isPresent()
                        ? ""
                        : row.halfDone()
                                .filter(half -> half.done() > 0)
                                .map(HalfDone::shown)
                                .orElse(""),
                row.inDoubt().orElse(""),
                row.server().map(Object::toString).orElse(""),
                "",
                now,
                Optional.of(now));
        write(state);
        return state;
    }

    /** What was known of it before stays. */
    private EnvironmentState silent(ServedProject project, Environment environment, String error, Instant now) {
        EnvironmentState state = of(project.name()).stream()
                .filter(known -> known.environment().equals(environment.name()))
                .findFirst()
                .map(known -> known.silent(error, now))
                .orElseGet(() -> EnvironmentState.never(project.name(), environment.name(), error, now));
        write(state);
        return state;
    }

    private Optional<StoredArtifact> newest(ServedProject project, Environment environment) {
        return project.project().pipelines().entrySet().stream()
                .filter(pipeline -> pipeline.getValue().contains(environment.name()))
                .map(Map.Entry::getKey)
                .flatMap(pipeline -> artifacts.newest(project.name(), pipeline).stream())
                .findFirst();
    }

    private void write(EnvironmentState state) {
        store.run(handle -> handle.createUpdate("INSERT INTO environment_state (project, environment, version,"
                        + " artifact, since, newest, applied, pending, unknown, failed, half_done, in_doubt, server, error, looked_at, reached_at)"
                        + " VALUES (:project, :environment, :version, :artifact, :since, :newest, :applied, :pending, :unknown,"
                        + " :failed, :halfDone, :inDoubt, :server, :error, :at, :reached) ON CONFLICT (project, environment) DO UPDATE SET"
                        + " version = excluded.version, artifact = excluded.artifact, since = excluded.since,"
                        + " newest = excluded.newest,"
                        + " applied = excluded.applied, pending = excluded.pending, unknown = excluded.unknown,"
                        + " failed = excluded.failed, half_done = excluded.half_done, in_doubt = excluded.in_doubt, server = excluded.server,"
                        + " error = excluded.error, looked_at = excluded.looked_at, reached_at = excluded.reached_at")
                .bind("project", state.project())
                .bind("environment", state.environment())
                .bind("version", state.version())
                .bind("artifact", state.artifact())
                .bind("since", state.since().map(Instant::toEpochMilli))
                .bind("newest", state.newest())
                .bind("applied", state.applied())
                .bind("pending", state.pending())
                .bind("unknown", state.unknown())
                .bind("failed", state.failed())
                .bind("halfDone", state.halfDone())
                .bind("inDoubt", state.inDoubt())
                .bind("server", state.server())
                .bind("error", state.error())
                .bind("at", state.lookedAt().toEpochMilli())
                .bind("reached", state.reachedAt().map(Instant::toEpochMilli))
                .execute());
    }

    private static EnvironmentState state(ResultSet row) throws SQLException {
        return new EnvironmentState(
                row.getString("project"),
                row.getString("environment"),
                row.getString("version"),
                row.getString("artifact"),
                instant(row, "since"),
                row.getString("newest"),
                row.getLong("applied"),
                row.getLong("pending"),
                row.getLong("unknown"),
                row.getString("failed"),
                row.getString("half_done"),
                row.getString("in_doubt"),
                row.getString("server"),
                row.getString("error"),
                Instant.ofEpochMilli(row.getLong("looked_at")),
                instant(row, "reached_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable((Number) row.getObject(column)).map(ms -> Instant.ofEpochMilli(ms.longValue()));
    }
}
