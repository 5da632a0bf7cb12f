package io.slipway.release.baseline;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Admission;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.LockWait;
import io.slipway.release.deploy.Log;
import io.slipway.release.deploy.Notes;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.estimate.Score;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryState;
import io.slipway.release.plan.DeploymentPlan;
import io.slipway.release.plan.Selection;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The baseline verb: takes an existing database as the starting point. The artifact's changes are written into its
 * history as there already; nothing is run. The schema must be the one the artifact leads to.
 */
public final class Baseline {
    private static final int SHOWN = 10;
    private final Targets targets;
    private final Clock clock;
    private final Progress progress;
    private final Cancellation cancellation;

    public Baseline(Targets targets, Clock clock, Progress progress, Cancellation cancellation) {
        this.targets = targets;
        this.clock = clock;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** @param acceptDifferences go on although the schema is another; needs a reason */
    public record Request(
            Project project,
            Environment environment,
            Artifact artifact,
            boolean acceptDifferences,
            Actor actor,
            Duration patience) {}

    /** @throws SlipwayException {@code baseline-differs}, naming the differences; the target is then as it was */
    public DeployResult run(Request request) {
        Admission.checkSignature(request.project(), request.environment(), request.artifact());
        try (Target target = targets.open(request.project(), request.environment())) {
            Admission.checkApproval(request.environment(), request.actor());
            Optional<String> differences = differences(request, target);
            long fence =
                    LockWait.acquire(target.lock(), request.actor().who(), request.patience(), progress, cancellation);
            try {
                target.history().prepare();
                DeploymentPlan plan = DeploymentPlan.of(
                        request.artifact().manifest(),
                        request.artifact().proof(),
                        request.environment().shown(),
                        HistoryState.of(target.history()),
                        Selection.ALL);
                String version = request.artifact().manifest().version();
                if (plan.pending().isEmpty()) {
                    return new DeployResult.NothingToDo(request.environment().shown(), version, List.of());
                }
                long start = clock.millis();
                write(request, target, fence, plan, differences);
                return new DeployResult.Completed(
                        request.environment().shown(),
                        version,
                        plan.pending(),
                        List.copyOf(plan.replaced().values()),
                        List.of(),
                        Score.NONE,
                        clock.millis() - start);
            } catch (SqlFailure e) {
                throw SlipwayException.of(
                                ErrorCode.DEPLOYMENT_FAILED,
                                "The history could not be written: " + e.getMessage(),
                                "The target is as before.")
                        .causedBy(e);
            } finally {
                target.lock().release();
            }
        }
    }

    private static Optional<String> differences(Request request, Target target) {
        List<String> found = request.artifact().schema().differences(target.catalogue());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String text = String.join("\n    ", found.subList(0, Math.min(SHOWN, found.size())))
                + (found.size() > SHOWN ? "\n    and " + (found.size() - SHOWN) + " more" : "");
        if (!request.acceptDifferences() || request.actor().reason().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.BASELINE_DIFFERS,
                    "The schema of '" + request.environment().shown() + "' is not the one that "
                            + request.artifact().manifest().version() + " leads to:\n    " + text,
                    "Mend the scripts or the schema. To take it over as it is: --accept-differences --reason TEXT.");
        }
        return Optional.of(text);
    }

    private void write(Request request, Target target, long fence, DeploymentPlan plan, Optional<String> differences)
            throws SqlFailure {
        Log log = new Log(
                target.history(),
                fence,
                UUID.randomUUID().toString(),
                request.artifact().manifest().version(),
                request.artifact().digest(),
                request.actor().who(),
                clock);
        target.begin();
        try {
            log.deployment(HistoryEvent.DEPLOYMENT_STARTED, 0, Notes.decision(request.actor(), differences));
            for (Change change : plan.pending()) {
                Change old = plan.replaced().get(change.key());
                if (old != null) {
                    log.change(HistoryEvent.ROLLED_BACK, old, new ScriptRunner.Ran(0, 0), 0, "{\"baseline\":true}");
                }
                log.change(HistoryEvent.BASELINED, change, new ScriptRunner.Ran(0, 0), 0, "{}");
            }
            log.deployment(HistoryEvent.DEPLOYMENT_COMPLETED, 0, "{\"baseline\":true}");
            target.commit();
        } catch (SqlFailure | SlipwayException e) {
            target.rollback();
            throw e;
        }
    }
}
