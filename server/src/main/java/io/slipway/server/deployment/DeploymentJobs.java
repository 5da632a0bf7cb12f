package io.slipway.server.deployment;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The queue of deployments, on a scheduler that all nodes share: each deployment is picked by one of them. */
public final class DeploymentJobs implements DeploymentQueue, AutoCloseable {
    private static final TaskDescriptor<Void> TASK = TaskDescriptor.of("deployment");
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    /** A node is taken for dead after this many heartbeats that did not come. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration SWEEP = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(20);
    private final Scheduler scheduler;
    private final DeploymentTable table;
    private final Clock clock;

    public DeploymentJobs(
            Store store, DeploymentTable table, DeploymentRun run, String node, int threads, Clock clock) {
        this.table = table;
        this.clock = clock;
        CustomTask<Void> task = Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .onDeadExecutionRevive()
                .execute((instance, context) -> run.run(instance.getId())
                        ? new CompletionHandler.OnCompleteRemove<>()
                        : (complete, operations) ->
                                operations.reschedule(complete, clock.instant().plus(POLL)));
        RecurringTask<Void> sweep =
                Tasks.recurring("deployment-sweep", FixedDelay.of(SWEEP)).execute((instance, context) -> sweep());
        this.scheduler = Scheduler.create(store.dataSource(), task)
                .startTasks(sweep)
                .threads(threads)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .schedulerName(new SchedulerName.Fixed(node))
                .shutdownMaxWait(STOP)
                .enableImmediateExecution()
                .alwaysPersistTimestampInUTC()
                .build();
    }

    public void start() {
        scheduler.start();
    }

    /** A node may die between writing a deployment down and handing it to the scheduler: none is forgotten. */
    private void sweep() {
        table.inState(DeploymentState.QUEUED).forEach(this::add);
        table.inState(DeploymentState.RUNNING).forEach(this::add);
    }

    @Override
    public void add(ServedDeployment deployment) {
        Instant now = clock.instant();
        Instant when = deployment.notBefore().isAfter(now) ? deployment.notBefore() : now;
        scheduler.scheduleIfNotExists(TASK.instance(deployment.id()).scheduledTo(when));
    }

    /** Waits for what runs, as long as that takes no more than {@link #STOP}. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
