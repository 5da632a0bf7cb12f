package io.slipway.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.slipway.store.Store;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Looks for what is to be done: of several nodes one does at a time, and another when that one dies. */
public final class Sweeps implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(15);
    private final Scheduler scheduler;

    /** @param name of its own in the table, kept from one version to the next */
    public record Sweep(String name, Duration every, Runnable work) {
        private RecurringTask<Void> task() {
            return Tasks.recurring(name, FixedDelay.of(every)).execute((instance, context) -> work.run());
        }
    }

    /**
     * @param table of the scheduler's library in the store, for these alone
     * @param first looked for as often as any of the others, or more often
     */
    public Sweeps(Store store, String table, String node, Sweep first, Sweep... others) {
        List<RecurringTask<Void>> more = Arrays.stream(others).map(Sweep::task).toList();
        this.scheduler = Scheduler.create(store.dataSource())
                .startTasks(first.task())
                .startTasks(more)
                .tableName(table)
                .threads(1)
                .pollingInterval(first.every())
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
