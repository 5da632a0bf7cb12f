package io.slipway.server.golive;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.slipway.store.Store;
import java.time.Duration;

/** Looks every few seconds whether a switch is due; one node at a time does, and another when that one dies. */
public final class GoLiveJobs implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(15);
    private final Scheduler scheduler;

    public GoLiveJobs(Store store, GoLive golive, String node) {
        RecurringTask<Void> sweep =
                Tasks.recurring("switch-sweep", FixedDelay.of(SWEEP)).execute((instance, context) -> golive.sweep());
        this.scheduler = Scheduler.create(store.dataSource())
                .startTasks(sweep)
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
