package io.slipway.server.support;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.slipway.server.support.RemoteCases.RemoteCase;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Looks at the clock for cases, and brings cases into trackers. Of several nodes one does each thing at a time, and
 * another when that one dies.
 */
public final class SupportJobs implements AutoCloseable {
    private static final TaskDescriptor<Void> TRACKER = TaskDescriptor.of("tracker");
    private static final TaskDescriptor<Void> LOOK = TaskDescriptor.of("support-look");
    private static final TaskDescriptor<Void> INVITE = TaskDescriptor.of("meeting-look");
    private static final TaskDescriptor<Void> SWEEP = TaskDescriptor.of("tracker-look");
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final int THREADS = 3;
    private static final int ASKED_AT_ONCE = 50;
    private final Scheduler scheduler;
    private final RemoteCases remotes;
    private final TrackerRun run;
    private final Pace pace;
    private final Clock clock;

    /**
     * How often things are looked at.
     *
     * @param look at deadlines and at deployments that failed
     * @param ask trackers whether something changed, and at meetings to come
     * @param heartbeat how often a node says that it lives; after four that did not come it is taken for dead
     */
    public record Pace(Duration look, Duration ask, Duration heartbeat) {
        public static final Pace STANDARD =
                new Pace(Duration.ofSeconds(2), Duration.ofMinutes(2), Duration.ofSeconds(5));
    }

    SupportJobs(
            Store store,
            CaseWatch watch,
            DeploymentCases failed,
            Runnable invitations,
            RemoteCases remotes,
            TrackerRun run,
            String node,
            Pace pace,
            Clock clock) {
        this.remotes = remotes;
        this.run = run;
        this.pace = pace;
        this.clock = clock;
        CustomTask<Void> tracker = Tasks.custom(TRACKER)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(30)))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    String[] parts = instance.getId().split("/", 2);
                    run.run(Long.parseLong(parts[0]), parts[1]);
                    // One that is to be tried again is found by the next look, by the server's clock.
                    return new CompletionHandler.OnCompleteRemove<>();
                });
        RecurringTask<Void> look = Tasks.recurring(LOOK, FixedDelay.of(pace.look()))
                .execute((instance, context) -> {
                    watch.run();
                    failed.run();
                });
        RecurringTask<Void> sweep =
                Tasks.recurring(SWEEP, FixedDelay.of(pace.look())).execute((instance, context) -> sweep());
        RecurringTask<Void> invite =
                Tasks.recurring(INVITE, FixedDelay.of(pace.ask())).execute((instance, context) -> invitations.run());
        this.scheduler = Scheduler.create(store.dataSource(), tracker)
                .startTasks(look, sweep, invite)
                .tableName("scheduled_support")
                .threads(THREADS)
                .pollingInterval(pace.look())
                .heartbeatInterval(pace.heartbeat())
                .missedHeartbeatsLimit(4)
                .schedulerName(new SchedulerName.Fixed(node))
                .shutdownMaxWait(STOP)
                .alwaysPersistTimestampInUTC()
                .build();
    }

    public void start() {
        scheduler.start();
    }

    private void sweep() {
        for (RemoteCase one : remotes.waiting()) {
            if (!one.nextAt().isAfter(clock.instant())) {
                scheduler.scheduleIfNotExists(
                        TRACKER.instance(one.number() + "/" + one.tracker()).scheduledTo(Instant.now()));
            }
        }
        run.ask(pace.ask(), ASKED_AT_ONCE);
    }

    /** Waits for what is being sent. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
