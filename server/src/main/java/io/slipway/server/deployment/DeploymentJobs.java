package io.slipway.server.deployment;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SchedulerState;
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
import java.util.function.Supplier;

/**
 * The queue of deployments, on a scheduler that all nodes share: each deployment is picked by one of them. Who is alive,
 * and whose time has come, goes by the clock of the store, not by the nodes' own.
 */
public final class DeploymentJobs implements DeploymentQueue, AutoCloseable {
    private static final TaskDescriptor<String> TASK = TaskDescriptor.of("deployment", String.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    /** A node is taken for dead after this many heartbeats that did not come. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration SWEEP = Duration.ofSeconds(15);
    /** How long a change that runs may take to its end when the process is told to stop. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long the database may take to end a statement. */
    private static final Duration CUT = Duration.ofSeconds(8);

    private final Scheduler scheduler;
    private final DeploymentTable table;
    private final StartTimes times;
    private final StoreClock clock;
    private final DeploymentRun run;
    private final Supplier<String> cause;

    /**
     * @param each runs one deployment, by {@code run}
     * @param cause the trace of whoever queues one now, see {@link QueuedRun}
     */
    public DeploymentJobs(
            Store store,
            DeploymentTable table,
            StartTimes times,
            DeploymentRun run,
            QueuedRun each,
            Supplier<String> cause,
            String node,
            int threads,
            Clock clock) {
        this.table = table;
        this.times = times;
        this.run = run;
        this.cause = cause;
        this.clock = new StoreClock(store, clock);
        CustomTask<String> task = Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .onDeadExecutionRevive()
                .execute((instance, context) -> after(each.run(
                        instance.getId(),
                        Optional.ofNullable(instance.getData()).orElse(""))));
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
                .shutdownMaxWait(CUT)
                .enableImmediateExecution()
                .alwaysPersistTimestampInUTC()
                .build();
    }

    private CompletionHandler<String> after(Optional<Duration> again) {
        return again.<CompletionHandler<String>>map(pause -> (complete, operations) ->
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
        SchedulableInstance<String> instance =
                TASK.instance(deployment.id()).data(cause.get()).scheduledTo(start.get());
        boolean late = scheduler
                .getScheduledExecution(instance)
                .filter(known -> !known.isPicked()
                        && known.getExecutionTime().isAfter(start.get().plus(POLL)))
                .isPresent();
        // One that comes too early is sent away where it is claimed, and comes back here with the sweep.
        scheduler.schedule(
                instance, late ? ScheduleOptions.WHEN_EXISTS_RESCHEDULE : ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
    }

    /** Whether this process takes deployments from the queue. */
    public boolean running() {
        SchedulerState state = scheduler.getSchedulerState();
        return state.isStarted() && !state.isPaused() && !state.isShuttingDown();
    }

    /**
     * What became of the deployments that ran when the process was told to stop.
     *
     * @param ended came to their end
     * @param handedOver stopped before a change, or in one that was taken back: another process goes on, or this one when
     *     it starts again
     * @param left did not stop in time
     */
    public record Stopped(int ended, int handedOver, int left) {}

    /**
     * Takes no further deployment. Those that run may end the change that they are at; what is not at a change's end
     * by then has its statement ended.
     */
    public Stopped stop(Duration patience) {
        scheduler.pause();
        int before = run.handedOver();
        int all = run.running();
        run.pause();
        if (!quiet(patience)) {
            run.cut();
            quiet(CUT);
        }
        int left = run.running();
        int handedOver = run.handedOver() - before;
        return new Stopped(Math.max(0, all - handedOver - left), handedOver, left);
    }

    public int underWay() {
        return run.running();
    }

    private boolean quiet(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (run.running() > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return run.running() == 0;
    }

    @Override
    public void close() {
        stop(PATIENCE);
        scheduler.stop();
    }
}
