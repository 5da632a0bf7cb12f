package io.slipway.release.rollback;

import io.slipway.release.deploy.Admission;
import io.slipway.release.deploy.ChangeTask;
import io.slipway.release.deploy.Course;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Execution;
import io.slipway.release.deploy.Leftovers;
import io.slipway.release.deploy.LockWait;
import io.slipway.release.deploy.Log;
import io.slipway.release.deploy.Notes;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.estimate.Score;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryState;
import io.slipway.release.plan.DeploymentPlan;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The rollback verb: takes an environment back by the rollbacks that packaging proved. */
public final class Rollback {
    private final Targets targets;
    private final Clock clock;
    private final Progress progress;
    private final Cancellation cancellation;

    public Rollback(Targets targets, Clock clock, Progress progress, Cancellation cancellation) {
        this.targets = targets;
        this.clock = clock;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** What {@link #run} would do; touches nothing. */
    public RollbackPlan plan(RollbackRequest request) {
        try (Target target = targets.open(request.project(), request.environment())) {
            return plan(request, target);
        }
    }

    /**
     * The entry that names the artifact which an environment is at: where its rollbacks are.
     *
     * @throws SlipwayException {@code rollback-impossible} when nothing is applied there
     */
    public HistoryEntry lastApplied(Project project, Environment environment) {
        try (Target target = targets.open(project, environment)) {
            List<HistoryEntry> applied =
                    List.copyOf(HistoryState.of(target.history()).applied().values());
            if (applied.isEmpty()) {
                throw SlipwayException.of(
                        ErrorCode.ROLLBACK_IMPOSSIBLE, "Nothing is applied on '" + environment.shown() + "'.", "");
            }
            return applied.get(applied.size() - 1);
        }
    }

    private static RollbackPlan plan(RollbackRequest request, Target target) {
        List<HistoryEntry> entries = target.history().entries();
        HistoryState state = HistoryState.of(entries, target.history().journal());
        return RollbackPlan.of(request, entries, state);
    }

    /** @throws SlipwayException whatever is refused before anything is run; the target is then as it was */
    public DeployResult run(RollbackRequest request) {
        Course course = new Course(progress, cancellation);
        AtomicReference<@Nullable RollbackPlan> decided = new AtomicReference<>();
        return course.run(() -> once(request, course, decided));
    }

    /** @param decided what the first connection came to: whatever is done later takes back that and nothing else */
    private DeployResult once(RollbackRequest request, Course course, AtomicReference<@Nullable RollbackPlan> decided) {
        Admission.checkSignature(request.project(), request.environment(), request.artifact());
        try (Target target = targets.open(request.project(), request.environment())) {
            RollbackPlan before = decided.get();
            RollbackPlan planned = before != null ? before : plan(request, target);
            Admission.checkApproval(request.environment(), request.actor());
            request.artifact().checkRollbacks(planned.changes());
            long fence =
                    LockWait.acquire(target.lock(), request.actor().who(), request.patience(), progress, cancellation);
            try {
                course.locked(fence);
                request.attempt().check().allow(target);
                RollbackPlan plan = before != null ? rest(request, before, target, course) : plan(request, target);
                decided.compareAndSet(null, plan);
                if (plan.changes().isEmpty() && !course.ranAny()) {
                    return new DeployResult.NothingToDo(request.environment().shown(), version(plan), List.of());
                }
                return rollBack(request, target, fence, plan, course);
            } finally {
                target.lock().release();
            }
        }
    }

    /** What the first connection came to, without what is taken back by now. */
    private static RollbackPlan rest(RollbackRequest request, RollbackPlan decided, Target target, Course course) {
        HistoryState state = HistoryState.of(target.history());
        DeploymentPlan.refuseInDoubt(request.environment().shown(), state);
        course.settle(state.applied().keySet());
        return new RollbackPlan(
                decided.changes().stream()
                        .filter(change -> state.applied().containsKey(change.key()))
                        .toList(),
                decided.backTo());
    }

    private DeployResult rollBack(
            RollbackRequest request, Target target, long fence, RollbackPlan plan, Course course) {
        Dialect dialect = targets.dialect(request.project());
        Log log = new Log(
                target.history(),
                fence,
                request.attempt().deployment(),
                request.artifact().manifest().version(),
                request.artifact().digest(),
                request.actor().who(),
                clock);
        List<ChangeTask> tasks = plan.changes().stream()
                .map(change -> ChangeTask.rollback(dialect, request.artifact(), change, request.environment()))
                .toList();
        new Leftovers(target, progress).clear(HistoryState.of(target.history()), tasks, log);
        log.deployment(HistoryEvent.DEPLOYMENT_STARTED, 0, Notes.decision(request.actor(), Optional.empty()));
        course.starts(clock.millis());
        progress.begin(
                "rolling back " + request.environment().shown(), plan.changes().size());
        Execution.Outcome outcome =
                course.add(new Execution(dialect, target, request.environment().timeouts(), log, progress, cancellation)
                        .run(tasks, target.history().journal()));
        progress.end();
        long millis = course.lasting(clock.millis());
        String environment = request.environment().shown();
        if (outcome.failure().isEmpty()) {
            log.deployment(
                    HistoryEvent.DEPLOYMENT_COMPLETED,
                    version(plan),
                    plan.backTo().map(HistoryEntry::artifact).orElse(""),
                    millis,
                    "{\"rollback\":true}");
            return new DeployResult.Completed(
                    environment,
                    version(plan),
                    outcome.ran(HistoryEvent.ROLLED_BACK),
                    List.of(),
                    List.of(),
                    Score.NONE,
                    millis);
        }
        Execution.Failure failure = outcome.failure().get();
        boolean goesOn = failure.error().code() == ErrorCode.CANCELLED && cancellation.paused();
        if (!goesOn
                && failure.error().code() != ErrorCode.CONNECTION_LOST
                && failure.error().code() != ErrorCode.LOCK_LOST) {
            log.deployment(HistoryEvent.DEPLOYMENT_FAILED, millis, "{\"rollback\":true}");
        }
        return DeployResult.Failed.of(
                environment, request.artifact().manifest().version(), outcome, HistoryEvent.ROLLED_BACK);
    }

    private static String version(RollbackPlan plan) {
        return plan.backTo().map(HistoryEntry::version).orElse("");
    }
}
