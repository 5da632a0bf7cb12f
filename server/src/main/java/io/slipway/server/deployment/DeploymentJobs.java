package io.slipway.server.deployment;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The queue of deployments, on a scheduler that all nodes share: each deployment is picked by one of them. Who is alive,
 * and whose time has come, goes by the clock of the store, not by the nodes' own.
 */
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
    private final StartTimes times;
    private final StoreClock clock;

    public DeploymentJobs(
            Store store,
            DeploymentTable table,
            StartTimes times,
            DeploymentRun run,
            String node,
            int threads,
            Clock clock) {
        this.table = table;
        this.times = times;
        this.clock = new StoreClock(store, clock);
        CustomTask<Void> task = Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .onDeadExecutionRevive()
                .execute((instance, context) -> after(run.run(instance.getId())));
        RecurringTask<Void> sweep =
                Tasks.recurring("deployment-sweep", FixedDelay.of(SWEEP)).execute((instance, context) -> sweep());
        this.scheduler = Scheduler.create(store.dataSource(), task)
                .startTasks(sweep)
                .clock(this.clock)
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

    private CompletionHandler<Void> after(Optional<Duration> again) {
        return again.<CompletionHandler<Void>>map(pause ->
                        (complete, operations) -> operations.reschedule(complete, clock.now().plus(pause)))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }

    public void start() {
        scheduler.start();
    }

    /** A node may die between writing a deployment down and handing it to the scheduler: none is forgotten. */
    private void sweep() {
        table.inState(DeploymentState.QUEUED).forEach(this::add);
        table.inState(DeploymentState.RUNNING).forEach(this::add);
        // windows and freezes may have changed since each was given its time
        table.inState(DeploymentState.SCHEDULED).forEach(this::add);
    }

    @Override
    public void add(ServedDeployment deployment) {
        Instant now = clock.now();
        boolean runs = deployment.state() == DeploymentState.RUNNING;
        Optional<Instant> start = runs ? Optional.of(now) : times.of(deployment).start();
        if (start.isEmpty()) {
            // no time is in sight: the sweep looks again
            return;
        }
        SchedulableInstance<Void> instance = TASK.instance(deployment.id()).scheduledTo(start.get());
        boolean late = scheduler
                .getScheduledExecution(instance)
                .filter(known -> !known.isPicked()
                        && known.getExecutionTime().isAfter(start.get().plus(POLL)))
                .isPresent();
        // One that comes too early is sent away where it is claimed, and comes back here with the sweep.
        scheduler.schedule(
                instance, late ? ScheduleOptions.WHEN_EXISTS_RESCHEDULE : ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
    }

    /** Waits for what runs, as long as that takes no more than {@link #STOP}. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
