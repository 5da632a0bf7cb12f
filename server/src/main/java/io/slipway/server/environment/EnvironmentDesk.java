package io.slipway.server.environment;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.report.HistoryReport;
import io.slipway.release.report.ResolveReport;
import io.slipway.release.report.StatusReport;
import io.slipway.release.runner.Order;
import io.slipway.release.status.Status;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import io.slipway.server.access.Caller;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.ServedProject;
import io.slipway.server.reach.Reaches;
import io.slipway.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people ask of environments directly, each time looked up in the target itself. */
public final class EnvironmentDesk {
    private final Store store;
    private final ArtifactShelf artifacts;
    private final EnvironmentStates states;
    private final Targets targets;
    private final Reaches reaches;
    private final AuditLog audit;
    private final String node;

    public EnvironmentDesk(
            Store store,
            ArtifactShelf artifacts,
            EnvironmentStates states,
            Reaches reaches,
            AuditLog audit,
            String node) {
        this.store = store;
        this.artifacts = artifacts;
        this.states = states;
        this.targets = reaches.targets();
        this.reaches = reaches;
        this.audit = audit;
        this.node = node;
    }

    /**
     * How a connection went.
     *
     * @param server product and version, when it was reached
     * @param millis how long it took
     */
    public record Connection(Optional<String> server, long millis, Optional<SlipwayException> error) {}

    /** @param newest the artifact to compare with */
    public StatusReport status(ServedProject project, List<Environment> environments, Optional<StoredArtifact> newest) {
        Optional<Manifest> manifest = newest.map(stored -> {
            try (Artifact artifact = artifacts.open(stored)) {
                return artifact.manifest();
            }
        });
        Status status = new Status(targets);
        return StatusReport.of(
                project.name(),
                manifest.map(Manifest::version),
                environments.stream()
                        .map(each -> status.of(project.project(), each, manifest))
                        .toList());
    }

    /**
     * A page of the history: the newest entries before a place, oldest first.
     *
     * @param before sequence of the entry that the page ends before
     */
    public HistoryReport history(ServedProject project, Environment environment, long before, int limit) {
        List<HistoryEntry> earlier;
        try (Target target = targets.open(project.project(), environment)) {
            earlier = target.history().entries().stream()
                    .filter(entry -> entry.sequence() < before)
                    .toList();
        }
        int from = Math.max(0, earlier.size() - limit);
        List<HistoryEntry> page = earlier.subList(from, earlier.size());
        HistoryReport report = HistoryReport.of(environment.name(), page);
        return from == 0 || page.isEmpty()
                ? report
                : report.continued(page.get(0).sequence());
    }

    /**
     * Says what became of a statement in doubt.
     *
     * @throws SlipwayException {@code request-invalid} without a reason, {@code nothing-in-doubt}, {@code lock-held}
     */
    public ResolveReport resolve(
            Caller caller, ServedProject project, Environment environment, int statement, boolean done, String reason) {
        if (reason.isBlank()) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "'reason' is missing: how do you know?", "The history shows it.");
        }
        JournalEntry settled = reaches.now(
                        project.project(),
                        environment,
                        new Order.Resolve(statement, done, reason.strip(), caller.name() + "@" + node))
                .settled()
                .orElseThrow();
        store.run(handle -> audit.append(
                handle,
                caller.name(),
                "statement-resolved",
                project.name(),
                environment.name(),
                Map.of(
                        "change", settled.changeKey(),
                        "statement", Integer.toString(statement),
                        "done", Boolean.toString(done),
                        "reason", reason.strip())));
        states.look(project, environment);
        return ResolveReport.of(environment.name(), settled);
    }

    /** Tries to get in; what hinders it is told, not thrown. */
    public Connection test(ServedProject project, Environment environment) {
        long start = System.nanoTime();
        try (Target target = targets.open(project.project(), environment)) {
            return new Connection(Optional.of(target.server().toString()), millisSince(start), Optional.empty());
        } catch (SlipwayException e) {
            return new Connection(Optional.empty(), millisSince(start), Optional.of(e));
        }
    }

    /** Who deploys there at this moment, from here or from elsewhere. */
    public Optional<TargetLock.Holder> holder(ServedProject project, Environment environment) {
        try (Target target = targets.open(project.project(), environment)) {
            return target.lock().holder();
        }
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
