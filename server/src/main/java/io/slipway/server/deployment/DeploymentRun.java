package io.slipway.server.deployment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.project.Environment;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.Reports;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.environment.EnvironmentState;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/**
 * Runs one deployment that was queued. A node that died in the middle leaves one that another node runs again: the
 * engine then goes on where the target's history and journal say it stopped, or tells that a statement is in doubt.
 */
public final class DeploymentRun {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int RECENT = 20;
    /** More changes than that are not told one by one. */
    private static final int MEASURED = 10_000;

    private final Store store;
    private final DeploymentTable table;
    private final DeploymentEvents events;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Forecasts forecasts;
    private final EnvironmentStates states;
    private final Targets targets;
    private final AuditLog audit;
    private final String node;
    private final ScheduledExecutorService ticker;
    private final Clock clock;

    public DeploymentRun(
            Store store,
            DeploymentTable table,
            DeploymentEvents events,
            Projects projects,
            ArtifactShelf artifacts,
            Forecasts forecasts,
            EnvironmentStates states,
            Targets targets,
            AuditLog audit,
            String node,
            ScheduledExecutorService ticker,
            Clock clock) {
        this.store = store;
        this.table = table;
        this.events = events;
        this.projects = projects;
        this.artifacts = artifacts;
        this.forecasts = forecasts;
        this.states = states;
        this.targets = targets;
        this.audit = audit;
        this.node = node;
        this.ticker = ticker;
        this.clock = clock;
    }

    /** Whether it was dealt with; false when another one runs there, so that it must be tried again later. */
    public boolean run(String id) {
        Optional<ServedDeployment> found = table.byId(id);
        if (found.isEmpty() || found.get().state().over()) {
            return true;
        }
        ServedDeployment deployment = found.get();
        if (table.othersRun(deployment)) {
            return false;
        }
        boolean resumed = deployment.state() == DeploymentState.RUNNING;
        if (!table.start(id, node, clock.instant())) {
            return true;
        }
        store.run(handle -> events.tell(
                handle,
                id,
                "state",
                resumed
                        ? "taken over by " + node + " from " + deployment.node().orElse("a node") + ", which is gone"
                        : "running on " + node));
        Cancellation cancellation = new Cancellation();
        Ended ended;
        try (LiveProgress progress = new LiveProgress(id, events, table, cancellation, ticker)) {
            ended = deploy(deployment, cancellation, progress);
        } catch (SlipwayException e) {
            ended = refused(deployment, e);
        } catch (RuntimeException e) {
            ended = refused(
                    deployment,
                    SlipwayException.of(
                            ErrorCode.INTERNAL, "This is a defect of Slipway: " + e, "The server's log has more."));
            finish(deployment, ended);
            throw e;
        }
        finish(deployment, ended);
        return true;
    }

    private record Ended(DeploymentState state, ObjectNode outcome, String sentence) {}

    private Ended deploy(ServedDeployment deployment, Cancellation cancellation, LiveProgress progress) {
        ServedProject project = projects.named(deployment.project());
        Environment environment = project.project().environment(deployment.environment());
        StoredArtifact stored = artifacts
                .byDigest(deployment.artifact())
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.ARTIFACT_MISSING, "The artifact is not here any more.", ""));
        List<Approval> approvals = store.read(handle -> ApprovalTable.of(handle, deployment.id()));
        Choice choice = store.read(handle -> ChoiceTable.of(handle, deployment.id()));
        if (!deployment.binding().isEmpty() && deployment.startedAt().isEmpty()) {
            requireUnchanged(deployment, project, environment, stored, choice);
        }
        Actor actor = new Actor(
                deployment.requestedBy() + "@" + node,
                approvedBy(deployment, approvals),
                Optional.of(deployment.reason()).filter(r -> !r.isEmpty()));
        try (Artifact artifact = artifacts.open(stored)) {
            if (choice.rollback().isPresent()) {
                return ended(new Rollback(targets, clock, progress, cancellation)
                        .run(new RollbackRequest(
                                project.project(),
                                environment,
                                artifact,
                                choice.rollback().get(),
                                choice.unproved(),
                                actor,
                                PATIENCE)));
            }
            Ended ended = ended(new Deployment(targets, clock, progress, cancellation)
                    .run(new DeployRequest(
                            project.project(),
                            environment,
                            artifact,
                            choice.selection(environment),
                            actor,
                            deployment.skipGate(),
                            PATIENCE)));
            measure(ended.outcome(), deployment, project, environment);
            return ended;
        }
    }

    /** What each change took, as the target's history has it. It only tells: a target that is gone by now tells nothing. */
    private void measure(
            ObjectNode outcome, ServedDeployment deployment, ServedProject project, Environment environment) {
        try (Target target = targets.open(project.project(), environment)) {
            ArrayNode measured = outcome.putArray("measured");
            begin(target.history(), deployment).stream()
                    .flatMap(begin -> target.history().after(begin.sequence(), MEASURED).stream()
                            .filter(entry -> entry.deployment().equals(begin.deployment())))
                    .filter(entry -> entry.event().aboutChange())
                    .forEach(entry -> measured.addObject()
                            .put("path", entry.path().orElse(""))
                            .put("event", entry.event().text())
                            .put("statements", entry.statements())
                            .put("rows", entry.rows())
                            .put("millis", entry.millis()));
        } catch (SlipwayException e) {
            outcome.put("unmeasured", e.code().code());
        }
    }

    /** The entry with which it began: one of the newest, as others may have begun since. */
    private Optional<HistoryEntry> begin(TargetHistory history, ServedDeployment deployment) {
        return history
                .newest(new HistoryFilter(Optional.of(HistoryEvent.DEPLOYMENT_STARTED), ""), Long.MAX_VALUE, RECENT)
                .stream()
                .filter(entry -> entry.artifact().equals(deployment.artifact())
                        && entry.by().equals(deployment.requestedBy() + "@" + node))
                .findFirst();
    }

    /** Approvals were given for one artifact, one forecast and one schema: anything else they don't cover. */
    private void requireUnchanged(
            ServedDeployment deployment,
            ServedProject project,
            Environment environment,
            StoredArtifact stored,
            Choice choice) {
        Binding now = forecasts
                .weigh(project, environment, stored, deployment.skipGate(), choice)
                .binding();
        List<String> differences = Binding.parse(deployment.binding()).differences(now);
        if (!differences.isEmpty()) {
            String why = String.join("; ", differences);
            store.run(handle -> ApprovalTable.avoid(handle, deployment.id(), why));
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_VOID,
                    "It was approved for something else: " + why + ".",
                    "Look at the new forecast and ask for the deployment again.");
        }
    }

    /** What the target's history tells. Of an emergency it tells that nobody did. */
    private static Optional<String> approvedBy(ServedDeployment deployment, List<Approval> approvals) {
        if (deployment.emergency()) {
            return Optional.of("nobody: an emergency, see #" + deployment.number());
        }
        String names = approvals.stream()
                .filter(a -> a.approved() && a.voided().isEmpty())
                .map(Approval::person)
                .collect(Collectors.joining(", "));
        return Optional.of(names).filter(n -> !n.isEmpty());
    }

    private static Ended ended(DeployResult result) {
        ObjectNode outcome = Reports.tree(DeployReport.of(result));
        if (result instanceof DeployResult.Completed completed) {
            return new Ended(
                    DeploymentState.COMPLETED,
                    outcome,
                    "completed: " + completed.applied().size() + " changes");
        }
        if (result instanceof DeployResult.Failed failed) {
            boolean cancelled = failed.error().code() == ErrorCode.CANCELLED;
            DeploymentState state = failed.asBefore()
                    ? cancelled ? DeploymentState.CANCELLED : DeploymentState.FAILED
                    : DeploymentState.PARTIAL;
            return new Ended(
                    state, outcome, state.words() + ": " + failed.error().getMessage());
        }
        return new Ended(DeploymentState.NOTHING_TO_DO, outcome, "nothing to do: it has all of it");
    }

    private static Ended refused(ServedDeployment deployment, SlipwayException e) {
        ObjectNode outcome = Reports.tree(DeployReport.refused(deployment.environment(), e));
        DeploymentState state = e.code() == ErrorCode.HISTORY_IN_DOUBT
                ? DeploymentState.IN_DOUBT
                : e.code().category() == Category.REFUSED || e.code().category() == Category.INPUT
                        ? DeploymentState.REFUSED
                        : e.code() == ErrorCode.CANCELLED ? DeploymentState.CANCELLED : DeploymentState.FAILED;
        return new Ended(state, outcome, state.words() + ": " + e.getMessage());
    }

    private void finish(ServedDeployment deployment, Ended ended) {
        store.run(handle -> {
            if (DeploymentTable.end(
                    handle, deployment.id(), ended.state(), ended.outcome().toString(), clock.instant())) {
                events.tell(handle, deployment.id(), "state", ended.sentence());
                audit.append(
                        handle,
                        "slipway",
                        "deployment-" + ended.state().text(),
                        deployment.project(),
                        "#" + deployment.number(),
                        Map.of(
                                "environment", deployment.environment(),
                                "version", deployment.version(),
                                "node", node));
            }
        });
        ServedProject project = projects.named(deployment.project());
        EnvironmentState seen = states.look(project, project.project().environment(deployment.environment()));
        if (!seen.inDoubt().isEmpty()) {
            store.run(handle -> events.tell(handle, deployment.id(), "note", "in doubt: " + seen.inDoubt()));
        }
    }
}
