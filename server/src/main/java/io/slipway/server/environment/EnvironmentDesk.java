package io.slipway.server.environment;

import io.slipway.release.deploy.Targets;
import io.slipway.release.deploy.Verdict;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.report.HistoryReport;
import io.slipway.release.report.ResolveReport;
import io.slipway.release.report.StatusReport;
import io.slipway.release.runner.Order;
import io.slipway.release.status.Newest;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What people ask of environments directly, each time looked up in the target itself. */
public final class EnvironmentDesk {
    private static final int LONGEST_REASON = 500;
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
        Optional<Newest> compared = newest.map(artifacts::newest);
        Status status = new Status(targets);
        return StatusReport.of(
                project.name(),
                newest.map(StoredArtifact::version),
                environments.stream()
                        .map(each -> status.of(project.project(), each, compared))
                        .toList());
    }

    /**
     * A page of the history: the newest entries before a place, oldest first.
     *
     * @param before sequence of the entry that the page ends before
     */
    public HistoryReport history(ServedProject project, Environment environment, long before, int limit) {
        List<HistoryEntry> page;
        boolean more;
        try (Target target = targets.open(project.project(), environment)) {
            List<HistoryEntry> newest = target.history().newest(HistoryFilter.ALL, before, limit + 1);
            more = newest.size() > limit;
            page = new ArrayList<>(newest.subList(0, Math.min(limit, newest.size())));
        }
        Collections.reverse(page);
        HistoryReport report = HistoryReport.of(environment.name(), page);
        return more && !page.isEmpty() ? report.continued(page.get(0).sequence()) : report;
    }

    /**
     * Writes into the target's history what became of a statement in doubt. The audit log tells that it is about to be
     * written before it is, and how that ended afterwards.
     *
     * @throws SlipwayException {@code request-invalid} without a reason, {@code nothing-in-doubt}, {@code verdict-contradicted},
     *     {@code lock-held}
     */
    public ResolveReport resolve(Caller caller, ServedProject project, Environment environment, Verdict verdict) {
        String reason = verdict.reason();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "'reason' is missing or too long: how do you know, in at most " + LONGEST_REASON + " characters?",
                    "Look into the target for the statement's effect; the history shows your reason.");
        }
        Map<String, String> said = new TreeMap<>(Map.of(
                "statement", Integer.toString(verdict.statement()),
                "done", Boolean.toString(verdict.done()),
                "reason", reason));
        verdict.change().ifPresent(change -> said.put("change", change));
        if (verdict.againstCatalogue()) {
            said.put("againstCatalogue", "true");
        }
        tell(caller, project, environment, "statement-resolving", said);
        JournalEntry settled;
        try {
            settled = reaches.now(project.project(), environment, Order.Resolve.of(verdict, caller.name() + "@" + node))
                    .settled()
                    .orElseThrow();
        } catch (SlipwayException e) {
            said.put("error", e.code().code());
            tell(caller, project, environment, "statement-not-resolved", said);
            throw e;
        }
        said.put("change", settled.changeKey());
        tell(caller, project, environment, "statement-resolved", said);
        states.look(project, environment);
        return ResolveReport.of(environment.name(), settled);
    }

    private void tell(
            Caller caller, ServedProject project, Environment environment, String action, Map<String, String> detail) {
        store.run(handle -> audit.append(handle, caller.name(), action, project.name(), environment.name(), detail));
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
