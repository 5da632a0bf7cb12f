package io.slipway.server.golive;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.slipway.store.Store;
import java.time.Duration;

/**
 * Looks every few seconds whether a switch is due, and every quarter of an hour whether a team is back in hypercare; one
 * node at a time does, and another when that one dies.
 */
public final class GoLiveJobs implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration CARE = Duration.ofMinutes(15);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(15);
    private final Scheduler scheduler;

    /** @param care looks at the hypercare of all teams */
    public GoLiveJobs(Store store, GoLive golive, Runnable care, String node) {
        RecurringTask<Void> sweep =
                Tasks.recurring("switch-sweep", FixedDelay.of(SWEEP)).execute((instance, context) -> golive.sweep());
        RecurringTask<Void> cares =
                Tasks.recurring("hypercare-sweep", FixedDelay.of(CARE)).execute((instance, context) -> care.run());
        this.scheduler = Scheduler.create(store.dataSource())
                .startTasks(sweep, cares)
                .tableName("scheduled_switches")
                .threads(1)
                .pollingInterval(SWEEP)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(4)
                .schedulerName(new SchedulerName.Fixed(node))
                .shutdownMaxWait(STOP)
                .alwaysPersistTimestampInUTC()
                .build();
    }

    public void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
