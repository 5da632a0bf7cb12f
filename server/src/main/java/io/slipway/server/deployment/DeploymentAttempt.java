package io.slipway.server.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Attempt;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.report.ChangeReport;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.Reports;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.release.runner.Order;
import io.slipway.release.target.Target;
import io.slipway.server.error.StoreFailure;
import io.slipway.server.project.ServedProject;
import io.slipway.server.reach.Reach;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private final Reach reach;
    private final Targets targets;
    private final Wanted wanted;
    private final boolean resumed;
    private final BindingCheck check;
    private final Progress progress;
    private final Cancellation cancellation;
    private boolean touched;

    DeploymentAttempt(
            Reach reach,
            Targets targets,
            Wanted wanted,
            boolean resumed,
            BindingCheck check,
            Progress progress,
            Cancellation cancellation) {
        this.reach = reach;
        this.targets = targets;
        this.wanted = wanted;
        this.resumed = resumed;
        this.check = check;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** What is to be done, with all that the store knows of it. */
    record Wanted(
            ServedDeployment deployment, ServedProject project, Environment environment, Choice choice, Actor actor) {}

    /**
     * @param sentence for whoever watches
     * @param cancelled whether it stopped because it was told to
     */
    record Ended(DeploymentState state, ObjectNode outcome, String sentence, boolean cancelled) {}

    /**
     * @param mine asked right before the target is touched, or a runner let to it; throws when the claim is lost
     * @throws NotNow it came to no end
     */
    Ended run(Artifact artifact, Attempt.Check mine) {
        boolean reached = false;
        Reach.Stage stage = reach.stage(id());
        if (resumed && stage == Reach.Stage.UNSEEN) {
            try {
                Trace before = settled();
                if (before.end().isPresent()) {
                    return ended(result(before, artifact.manifest()));
                }
                reached = before.reached();
            } catch (SlipwayException e) {
                return unknown(e);
            }
        }
        try {
            if (reach.locks() || stage != Reach.Stage.AWAITED && !cancellation.wished()) {
                check.look();
            }
            DeployReport report = carriedOut(new Attempt(id(), target -> {
                mine.allow(target);
                check.allow(target);
                touched = true;
            }));
            boolean first = reach.locks() ? !resumed : !reach.repeated(id());
            return ended(first ? report : whole(report, artifact.manifest()));
        } catch (NotNow | ClaimLost e) {
            throw e;
        } catch (SlipwayException e) {
            return touched || !reach.locks() ? brokenOff(e, artifact.manifest()) : refused(e, reached);
        } catch (RuntimeException e) {
            if (StoreFailure.in(e).isPresent()) {
                // it is only asked before the target is touched: the scheduler tries again
                throw e;
            }
            LOG.error("deployment #{} ran into a defect", wanted.deployment().number(), e);
            SlipwayException defect = SlipwayException.of(
                    ErrorCode.INTERNAL,
                    "This is a defect of Slipway: " + e.getClass().getName(),
                    "The server's log has more.");
            return touched || !reach.locks() ? brokenOff(defect, artifact.manifest()) : refused(defect, reached);
        }
    }

    /**
     * The engine could not say how it ended, as when the target went away at the last word. The next attempt goes by
     * what stands there; should that one break off too, it is told as it is.
     */
    private Ended brokenOff(SlipwayException e, Manifest manifest) {
        Reach.Stage stage = reach.stage(id());
        if (reach.locks() ? !resumed : stage == Reach.Stage.AWAITED) {
            throw NotNow.because(e, AGAIN);
        }
        if (!reach.locks() && (stage == Reach.Stage.FRESH || e.code() == ErrorCode.HISTORY_IN_DOUBT)) {
            return refused(e, false);
        }
        try {
            Trace trace = trace();
            if (trace.end().isPresent()) {
                return ended(result(trace, manifest));
            }
            if (!resumed && !trace.entries().isEmpty()) {
                throw NotNow.because(e, AGAIN);
            }
            return refused(e, trace.reached());
        } catch (SlipwayException unseen) {
            return unknown(e);
        }
    }

    /** What the target tells once no earlier attempt is at it. */
    private Trace settled() {
        try (Target target = open()) {
            reach.settle(target, wanted.actor().who(), PATIENCE, progress, cancellation);
            return Trace.of(target, wanted.deployment());
        }
    }

    private Target open() {
        return targets.open(wanted.project().project(), wanted.environment());
    }

    private String id() {
        return wanted.deployment().id();
    }

    private DeployReport result(Trace trace, Manifest manifest) {
        return DeployReport.of(trace.result(wanted.deployment(), manifest));
    }

    /** How far an earlier attempt came cannot be seen now. That is no result, unless nobody wants to wait for one. */
    private Ended unknown(SlipwayException e) {
        if (!cancellation.wished()) {
            throw NotNow.because(e, AGAIN);
        }
        return new Ended(
                DeploymentState.IN_DOUBT,
                Reports.tree(DeployReport.refused(wanted.environment().name(), e)),
                "in doubt: it was stopped while nobody could see how far it had come",
                true);
    }

    private DeployReport carriedOut(Attempt attempt) {
        return reach.run(wanted.project().project(), wanted.environment(), order(), attempt, progress, cancellation)
                .orElseThrow(() -> NotNow.until(reach.name() + " is awaited", AGAIN))
                .report()
                .orElseThrow();
    }

    private Order order() {
        Choice choice = wanted.choice();
        if (choice.rollback().isPresent()) {
            RollbackScope.These these = (RollbackScope.These) choice.rollback().get();
            return new Order.RollBack(
                    wanted.deployment().artifact(),
                    these.keys(),
                    these.one(),
                    choice.unproved(),
                    wanted.actor(),
                    PATIENCE);
        }
        return new Order.Deploy(
                wanted.deployment().artifact(),
                choice.labels(),
                choice.contexts().isEmpty() ? wanted.environment().contexts() : choice.contexts(),
                wanted.actor(),
                wanted.deployment().skipGate(),
                PATIENCE,
                Optional.empty());
    }

    /** How this attempt ended, with what those before it did; where a runner cannot be asked any more, what it answered. */
    private DeployReport whole(DeployReport report, Manifest manifest) {
        Trace trace;
        try {
            trace = trace();
        } catch (SlipwayException e) {
            if (reach.locks()) {
                throw e;
            }
            return report;
        }
        if (trace.end().isEmpty()) {
            return report;
        }
        if (report.error().isEmpty()) {
            return result(trace, manifest);
        }
        SlipwayException error = report.error().get().exception();
        boolean forward = Trace.verb(wanted.deployment()) == HistoryEvent.APPLIED;
        List<Change> replaced = forward ? trace.made(HistoryEvent.ROLLED_BACK, manifest) : List.of();
        return new DeployReport(
                report.formatVersion(),
                report.environment(),
                report.version(),
                report.result(),
                ChangeReport.of(trace.made(Trace.verb(wanted.deployment()), manifest)),
                ChangeReport.of(replaced),
                report.notRun(),
                report.millis(),
                report.forecast(),
                report.failedChange(),
                report.failedPath(),
                report.failedDone(),
                report.asBefore().map(before -> before && !trace.reached()),
                report.failedAt(),
                Optional.of(ErrorReport.of(
                        trace.reached() && error.code() == ErrorCode.DEPLOYMENT_FAILED
                                ? error.as(ErrorCode.DEPLOYMENT_PARTIAL)
                                : error)));
    }

    private Trace trace() {
        try (Target target = open()) {
            return Trace.of(target, wanted.deployment());
        }
    }

    private Ended ended(DeployReport report) {
        ObjectNode outcome = Reports.tree(report);
        measure(outcome);
        if (report.error().isPresent()) {
            SlipwayException error = report.error().get().exception();
            boolean cancelled = error.code() == ErrorCode.CANCELLED;
            DeploymentState state = report.asBefore().orElse(false)
                    ? cancelled ? DeploymentState.CANCELLED : DeploymentState.FAILED
                    : DeploymentState.PARTIAL;
            return new Ended(state, outcome, state.words() + ": " + error.getMessage(), cancelled);
        }
        if (report.result().equals(DeployReport.COMPLETED)) {
            int applied = report.applied().size();
            return new Ended(
                    DeploymentState.COMPLETED,
                    outcome,
                    "completed: " + applied + (applied == 1 ? " change" : " changes"),
                    false);
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
        if (e.code() == ErrorCode.LOCK_HELD || e.code() == ErrorCode.RUNNER_AWAY || stopping) {
            // somebody else is at work there, or whoever reaches it is to end, or away: none of it is a result
            throw NotNow.because(e, AGAIN);
        }
        ObjectNode outcome =
                Reports.tree(DeployReport.refused(wanted.environment().name(), e));
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
