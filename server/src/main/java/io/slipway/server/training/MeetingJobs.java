package io.slipway.server.training;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.slipway.store.Store;
import java.time.Duration;

/** Looks every few seconds which meetings are to be made; one node at a time does, and another when that one dies. */
public final class MeetingJobs implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(3);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(15);
    private final Scheduler scheduler;

    public MeetingJobs(Store store, SessionMeetings meetings, String node) {
        RecurringTask<Void> sweep =
                Tasks.recurring("meeting-sweep", FixedDelay.of(SWEEP)).execute((instance, context) -> meetings.sweep());
        this.scheduler = Scheduler.create(store.dataSource())
                .startTasks(sweep)
                .tableName("scheduled_meetings")
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
