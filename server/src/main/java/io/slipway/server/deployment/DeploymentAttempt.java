package io.slipway.server.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Attempt;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.LockWait;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.Reports;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.target.Target;
import io.slipway.server.error.StoreFailure;
import io.slipway.server.project.ServedProject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's attempt at a deployment. When another came before it, it first waits until that one is out of the target,
 * and then goes by what the target's history says.
 */
final class DeploymentAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentAttempt.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private final Targets targets;
    private final Clock clock;
    private final Order order;
    private final boolean resumed;
    private final BindingCheck check;
    private final Progress progress;
    private final Cancellation cancellation;
    private boolean touched;

    DeploymentAttempt(
            Targets targets,
            Clock clock,
            Order order,
            boolean resumed,
            BindingCheck check,
            Progress progress,
            Cancellation cancellation) {
        this.targets = targets;
        this.clock = clock;
        this.order = order;
        this.resumed = resumed;
        this.check = check;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** What is to be done, with all that the store knows of it. */
    record Order(
            ServedDeployment deployment, ServedProject project, Environment environment, Choice choice, Actor actor) {}

    /**
     * @param sentence for whoever watches
     * @param cancelled whether it stopped because it was told to
     */
    record Ended(DeploymentState state, ObjectNode outcome, String sentence, boolean cancelled) {}

    /**
     * @param mine asked with the target's lock held, right before it is touched; throws when the claim is lost
     * @throws NotNow it came to no end
     */
    Ended run(Artifact artifact, Runnable mine) {
        boolean reached = false;
        if (resumed) {
            try {
                Trace before = settled();
                if (before.end().isPresent()) {
                    return ended(before.result(order.deployment(), artifact.manifest()));
                }
                reached = before.reached();
            } catch (SlipwayException e) {
                return unknown(e);
            }
        }
        try {
            check.look();
            DeployResult result =
                    engine(artifact, new Attempt(order.deployment().id(), target -> {
                        mine.run();
                        check.allow(target);
                        touched = true;
                    }));
            return ended(resumed ? whole(result, artifact.manifest()) : result);
        } catch (NotNow | ClaimLost e) {
            throw e;
        } catch (SlipwayException e) {
            return touched ? brokenOff(e, artifact.manifest()) : refused(e, reached);
        } catch (RuntimeException e) {
            if (StoreFailure.in(e).isPresent()) {
                // it is only asked before the target is touched: the scheduler tries again
                throw e;
            }
            LOG.error("deployment #{} ran into a defect", order.deployment().number(), e);
            SlipwayException defect = SlipwayException.of(
                    ErrorCode.INTERNAL,
                    "This is a defect of Slipway: " + e.getClass().getName(),
                    "The server's log has more.");
            return touched ? brokenOff(defect, artifact.manifest()) : refused(defect, reached);
        }
    }

    /**
     * The engine could not say how it ended, as when the target went away at the last word. The next attempt goes by
     * what stands there; should that one break off too, it is told as it is.
     */
    private Ended brokenOff(SlipwayException e, Manifest manifest) {
        if (!resumed) {
            throw NotNow.because(e, AGAIN);
        }
        try {
            Trace trace = trace();
            return trace.end().isPresent()
                    ? ended(trace.result(order.deployment(), manifest))
                    : refused(e, trace.reached());
        } catch (SlipwayException unseen) {
            return unknown(e);
        }
    }

    /** An earlier attempt that is still at it holds the lock; one that has yet to begin will find its claim lost. */
    private Trace settled() {
        try (Target target = targets.open(order.project().project(), order.environment())) {
            LockWait.acquire(target.lock(), order.actor().who(), PATIENCE, progress, cancellation);
            target.lock().release();
            return Trace.of(target, order.deployment().id());
        }
    }

    /** How far an earlier attempt came cannot be seen now. That is no result, unless nobody wants to wait for one. */
    private Ended unknown(SlipwayException e) {
        if (!cancellation.wished()) {
            throw NotNow.because(e, AGAIN);
        }
        return new Ended(
                DeploymentState.IN_DOUBT,
                Reports.tree(DeployReport.refused(order.environment().name(), e)),
                "in doubt: it was stopped while nobody could see how far it had come",
                true);
    }

    private DeployResult engine(Artifact artifact, Attempt attempt) {
        Choice choice = order.choice();
        if (choice.rollback().isPresent()) {
            return new Rollback(targets, clock, progress, cancellation)
                    .run(new RollbackRequest(
                            order.project().project(),
                            order.environment(),
                            artifact,
                            choice.rollback().get(),
                            choice.unproved(),
                            order.actor(),
                            PATIENCE,
                            attempt));
        }
        return new Deployment(targets, clock, progress, cancellation)
                .run(new DeployRequest(
                        order.project().project(),
                        order.environment(),
                        artifact,
                        choice.selection(order.environment()),
                        order.actor(),
                        order.deployment().skipGate(),
                        PATIENCE,
                        attempt));
    }

    /** The result of this attempt with what those before it did. */
    private DeployResult whole(DeployResult result, Manifest manifest) {
        Trace trace = trace();
        if (trace.end().isEmpty()) {
            return result;
        }
        if (!(result instanceof DeployResult.Failed failed)) {
            return trace.result(order.deployment(), manifest);
        }
        boolean forward = Trace.verb(order.deployment()) == HistoryEvent.APPLIED;
        List<Change> replaced = forward ? trace.made(HistoryEvent.ROLLED_BACK, manifest) : List.of();
        return new DeployResult.Failed(
                failed.environment(),
                failed.version(),
                trace.made(Trace.verb(order.deployment()), manifest),
                replaced,
                failed.failed(),
                failed.done(),
                failed.at(),
                failed.notRun(),
                failed.asBefore() && !trace.reached(),
                trace.reached() && failed.error().code() == ErrorCode.DEPLOYMENT_FAILED
                        ? failed.error().as(ErrorCode.DEPLOYMENT_PARTIAL)
                        : failed.error());
    }

    private Trace trace() {
        try (Target target = targets.open(order.project().project(), order.environment())) {
            return Trace.of(target, order.deployment().id());
        }
    }

    private Ended ended(DeployResult result) {
        ObjectNode outcome = Reports.tree(DeployReport.of(result));
        measure(outcome);
        if (result instanceof DeployResult.Completed completed) {
            return new Ended(
                    DeploymentState.COMPLETED,
                    outcome,
                    "completed: " + completed.applied().size()
                            + (completed.applied().size() == 1 ? " change" : " changes"),
                    false);
        }
        if (result instanceof DeployResult.Failed failed) {
            boolean cancelled = failed.error().code() == ErrorCode.CANCELLED;
            DeploymentState state = failed.asBefore()
                    ? cancelled ? DeploymentState.CANCELLED : DeploymentState.FAILED
                    : DeploymentState.PARTIAL;
            return new Ended(
                    state, outcome, state.words() + ": " + failed.error().getMessage(), cancelled);
        }
        return new Ended(DeploymentState.NOTHING_TO_DO, outcome, "nothing to do: it has all of it", false);
    }

    /** What each change took, as the target's history has it. It only tells: a target that is gone by now tells nothing. */
    private void measure(ObjectNode outcome) {
        try {
            trace().measure(outcome.putArray("measured"));
        } catch (SlipwayException e) {
            outcome.put("unmeasured", e.code().code());
        }
    }

    private Ended refused(SlipwayException e, boolean reached) {
        boolean stopping = e.code() == ErrorCode.CANCELLED && !cancellation.wished();
        if (e.code() == ErrorCode.LOCK_HELD || stopping) {
            // somebody else is at work there, or this node is to end: neither is a result
            throw NotNow.because(e, AGAIN);
        }
        ObjectNode outcome =
                Reports.tree(DeployReport.refused(order.environment().name(), e));
        return new Ended(
                state(e, reached),
                outcome,
                state(e, reached).words() + ": " + e.getMessage(),
                e.code() == ErrorCode.CANCELLED);
    }

    /** The target cannot even be named any more, so that nobody sees what an earlier attempt did there. */
    static Ended refused(String environment, SlipwayException e, boolean resumed) {
        DeploymentState state = resumed ? DeploymentState.IN_DOUBT : state(e, false);
        return new Ended(
                state,
                Reports.tree(DeployReport.refused(environment, e)),
                state.words() + ": " + e.getMessage(),
                e.code() == ErrorCode.CANCELLED);
    }

    /** @param reached the target has something of it, from an earlier attempt */
    private static DeploymentState state(SlipwayException e, boolean reached) {
        if (e.code() == ErrorCode.HISTORY_IN_DOUBT) {
            return DeploymentState.IN_DOUBT;
        }
        if (reached) {
            return DeploymentState.PARTIAL;
        }
        if (e.code() == ErrorCode.CANCELLED) {
            return DeploymentState.CANCELLED;
        }
        boolean notLet = e.code().category() == Category.REFUSED || e.code().category() == Category.INPUT;
        return notLet ? DeploymentState.REFUSED : DeploymentState.FAILED;
    }
}
