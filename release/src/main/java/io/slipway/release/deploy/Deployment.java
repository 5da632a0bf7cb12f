package io.slipway.release.deploy;

import io.slipway.release.artifact.Addition;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.estimate.Score;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.plan.DeploymentPlan;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The deploy verb: brings one environment to an artifact. */
public final class Deployment {
    private final Targets targets;
    private final Clock clock;
    private final Progress progress;
    private final Cancellation cancellation;

    public Deployment(Targets targets, Clock clock, Progress progress, Cancellation cancellation) {
        this.targets = targets;
        this.clock = clock;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * @throws SlipwayException whatever is refused before anything is run; the target is then as it was
     */
    public DeployResult run(DeployRequest request) {
        return run(request, InCommon.of(targets, request.project()));
    }

    /** @param common shared with those to other databases of the environment */
    DeployResult run(DeployRequest request, InCommon common) {
        Course course = new Course(progress, cancellation);
        return course.run(() -> once(request, common, course));
    }

    private DeployResult once(DeployRequest request, InCommon common, Course course) {
        Admission admission = new Admission(request, common.gatekeeper());
        Environment environment = request.environment();
        // by the time the target has answered it is open
        request.artifact().begin();
        try (Target target = targets.open(request.project(), environment)) {
            Optional<HistoryEntry> whole =
                    course.begun() ? Optional.empty() : target.history().whole();
            if (whole.isPresent()
                    && whole.get().artifact().equals(request.artifact().digest())) {
                return new DeployResult.NothingToDo(
                        environment.shown(), whole.get().version(), List.of());
            }
            Optional<Addition> addition =
                    whole.flatMap(newest -> request.artifact().addition(newest.artifact()));
            admission.checkArtifact();
            Situation before = addition.flatMap(added -> Situation.after(whole.get(), added, request, target.history()))
                    .orElseGet(() -> Situation.of(request, settled(target, request)));
            String version = request.artifact().head().version();
            if (before.upToDate(request) && !course.begun()) {
                return new DeployResult.NothingToDo(
                        environment.shown(), version, before.plan().notChosen());
            }
            DeploymentPlan planned = before.plan();
            Admission.checkApproval(environment, request.actor());
            Optional<String> gateSkipped = admission.checkGate(planned.pending());
            request.artifact().checkTexts(planned.pending());
            request.artifact().checkRollbacks(planned.pending());
            request.artifact().checkRollbacks(planned.replaced().values());
            long fence =
                    LockWait.acquire(target.lock(), request.actor().who(), request.patience(), progress, cancellation);
            try {
                course.locked(fence);
                request.attempt().check().allow(target);
                target.history().prepare();
                // whoever held the lock until now may have changed what is pending
                Situation now = before.holds(target.history())
                        ? before
                        : Situation.of(request, HistoryState.of(target.history()));
                course.settle(now.state().applied().keySet());
                if (now.upToDate(request)) {
                    return course.ranAny()
                            ? completed(
                                    request,
                                    now.plan(),
                                    course,
                                    Score.of(target.history(), request.attempt().deployment()),
                                    course.lasting(clock.millis()))
                            : new DeployResult.NothingToDo(
                                    environment.shown(), version, now.plan().notChosen());
                }
                Log log = new Log(
                        target.history(),
                        fence,
                        request.attempt().deployment(),
                        version,
                        request.artifact().digest(),
                        request.actor().who(),
                        clock);
                List<Change> adopted = new Adopted(request, now.plan()).standing(target);
                List<ChangeTask> tasks = Expectations.of(
                        target,
                        request,
                        tasks(request, now, adopted, common.scripts()),
                        targets.dialect(request.project()),
                        now.whole().isPresent() ? common.scripts()::onlyMakes : task -> false);
                new Leftovers(target, progress).clear(now.state(), tasks, log);
                log.deployment(HistoryEvent.DEPLOYMENT_STARTED, 0, Notes.decision(request.actor(), gateSkipped));
                adopted.forEach(change -> {
                    log.change(HistoryEvent.BASELINED, change, new ScriptRunner.Ran(0, 0), 0, Adopted.NOTE);
                    progress.note(change.path() + " was done there by hand: it is written down, and not run.");
                });
                course.starts(clock.millis());
                progress.begin("deploying to " + environment.shown(), tasks.size());
                Execution.Outcome outcome = new Execution(
                                common.scripts(), target, environment.timeouts(), log, progress, cancellation)
                        .run(tasks, now.state().journal());
                progress.end();
                return result(
                        request,
                        now,
                        course.add(outcome),
                        course,
                        log,
                        target.history(),
                        course.lasting(clock.millis()));
            } finally {
                target.lock().release();
            }
        }
    }

    /** A statement that looks in doubt may be one that another deployment is running now: its lock tells. */
    private HistoryState settled(Target target, DeployRequest request) {
        HistoryState state = HistoryState.of(target.history());
        if (state.inDoubt().isEmpty()) {
            return state;
        }
        LockWait.acquire(target.lock(), request.actor().who(), request.patience(), progress, cancellation);
        target.lock().release();
        return HistoryState.of(target.history());
    }

    /** A version that was reworked goes right before the one that takes its place. */
    private List<ChangeTask> tasks(
            DeployRequest request, Situation situation, List<Change> adopted, SmallScripts scripts) {
        Artifact artifact = request.artifact();
        DeploymentPlan plan = situation.plan();
        Predicate<ChangeTask> proved =
                task -> artifact.proof().of(task.change()).transactional();
        // where only what is new was opened, the proofs of everything would have to be opened for those few
        Predicate<ChangeTask> transactional = situation.whole().isPresent()
                ? task -> scripts.transactional(task).orElseGet(() -> proved.test(task))
                : proved;
        List<ChangeTask> tasks = new ArrayList<>();
        for (Change change : plan.pending()) {
            if (adopted.contains(change)) {
                continue;
            }
            Optional.ofNullable(plan.replaced().get(change.key()))
                    .map(old -> ChangeTask.rollback(
                            targets.dialect(request.project()), artifact, old, request.environment()))
                    .ifPresent(tasks::add);
            tasks.add(ChangeTask.apply(artifact, change, request.environment(), transactional));
        }
        return tasks;
    }

    private DeployResult result(
            DeployRequest request,
            Situation situation,
            Execution.Outcome outcome,
            Course course,
            Log log,
            TargetHistory history,
            long millis) {
        if (outcome.failure().isEmpty()) {
            log.deployment(HistoryEvent.DEPLOYMENT_COMPLETED, millis, situation.note());
            Score score =
                    outcome.ran().stream().anyMatch(task -> task.estimate().isPresent())
                            ? Score.of(history, request.attempt().deployment())
                            : Score.NONE;
            return completed(request, situation.plan(), course, score, millis);
        }
        Execution.Failure failure = outcome.failure().get();
        boolean goesOn = failure.error().code() == ErrorCode.CANCELLED && cancellation.paused();
        if (!goesOn
                && failure.error().code() != ErrorCode.CONNECTION_LOST
                && failure.error().code() != ErrorCode.LOCK_LOST) {
            log.deployment(HistoryEvent.DEPLOYMENT_FAILED, millis, "{}");
        }
        return DeployResult.Failed.of(
                request.environment().shown(), request.artifact().head().version(), outcome, HistoryEvent.APPLIED);
    }

    private static DeployResult completed(
            DeployRequest request, DeploymentPlan plan, Course course, Score score, long millis) {
        return new DeployResult.Completed(
                request.environment().shown(),
                request.artifact().head().version(),
                course.ran(HistoryEvent.APPLIED),
                course.ran(HistoryEvent.ROLLED_BACK),
                plan.notChosen(),
                score,
                millis);
    }
}
