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
    private final StoreClock clock;

    public DeploymentJobs(
            Store store, DeploymentTable table, DeploymentRun run, String node, int threads, Clock clock) {
        this.table = table;
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
        return again.<CompletionHandler<Void>>map(pause -> (complete, operations) ->
                        operations.reschedule(complete, clock.now().plus(pause)))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
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
        Instant now = clock.now();
        // one that need not wait bears the time of a node's own clock, which may be wrong
        boolean waits = deployment.notBefore().isAfter(deployment.requestedAt())
                && deployment.notBefore().isAfter(now);
        Instant when = waits ? deployment.notBefore() : now;
        scheduler.scheduleIfNotExists(TASK.instance(deployment.id()).scheduledTo(when));
    }

    /** Waits for what runs, as long as that takes no more than {@link #STOP}. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
