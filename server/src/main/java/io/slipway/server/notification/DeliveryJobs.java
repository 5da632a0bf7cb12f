package io.slipway.server.notification;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.slipway.server.access.Caller;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what lies in the outbox to its receivers. Each node looks into the outbox; each delivery is picked by one node,
 * and by another when that one dies. The scheduler has a table of its own: a slow receiver holds up no deployment.
 */
public final class DeliveryJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryJobs.class);
    private static final TaskDescriptor<Void> TASK = TaskDescriptor.of("delivery");
    private static final int THREADS = 4;
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration KEPT = Duration.ofDays(90);
    private final Scheduler scheduler;
    private final Distribution distribution;
    private final Deliveries deliveries;
    private final Runnable reminders;
    private final Pace pace;
    private final Clock clock;
    private final ScheduledExecutorService looking;
    private final List<ScheduledFuture<?>> repeating = new ArrayList<>();

    /**
     * How often things are looked at.
     *
     * @param look into the outbox
     * @param sweep for deliveries that the scheduler does not know, for reminders, and for what is old
     * @param heartbeat how often a node says that it lives; after four that did not come it is taken for dead
     * @param retry how long to wait after a defect of ours
     */
    public record Pace(Duration look, Duration sweep, Duration heartbeat, Duration retry) {
        public static final Pace STANDARD =
                new Pace(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /** @param reminders writes into the outbox what became due by waiting */
    public DeliveryJobs(
            Store store,
            Distribution distribution,
            Deliveries deliveries,
            DeliveryRun run,
            Runnable reminders,
            String node,
            Pace pace,
            Clock clock) {
        this.distribution = distribution;
        this.deliveries = deliveries;
        this.reminders = reminders;
        this.pace = pace;
        this.clock = clock;
        CustomTask<Void> task = Tasks.custom(TASK)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(pace.retry()))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    Optional<Instant> next = run.run(instance.getId());
                    return next.isEmpty()
                            ? new CompletionHandler.OnCompleteRemove<>()
                            : (complete, operations) -> operations.reschedule(complete, next.get());
                });
        this.scheduler = Scheduler.create(store.dataSource(), task)
                .tableName("scheduled_deliveries")
                .threads(THREADS)
                .pollingInterval(pace.heartbeat())
                .heartbeatInterval(pace.heartbeat())
                .missedHeartbeatsLimit(4)
                .schedulerName(new SchedulerName.Fixed(node))
                .shutdownMaxWait(STOP)
                .enableImmediateExecution()
                .alwaysPersistTimestampInUTC()
                .build();
        this.looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "slipway-outbox");
            thread.setDaemon(true);
            return thread;
        });
    }

    public void start() {
        scheduler.start();
        repeat(pace.look(), this::look);
        repeat(pace.sweep(), this::sweep);
    }

    /** Its own thread must outlive a store that is away for a while. */
    private void repeat(Duration every, Runnable work) {
        ScheduledFuture<?> repeated = looking.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("The outbox could not be looked at; it is tried again: {}", e.toString());
                    }
                },
                0,
                every.toMillis(),
                TimeUnit.MILLISECONDS);
        repeating.add(repeated);
    }

    private void look() {
        distribution.run().forEach(id -> schedule(id, clock.instant()));
    }

    private void sweep() {
        reminders.run();
        deliveries.waiting().forEach(delivery -> schedule(delivery.id(), delivery.nextAt()));
        deliveries.clear(clock.instant().minus(KEPT));
    }

    /**
     * Tries one again that was given up. It keeps its id, so that a receiver who had it after all can tell.
     *
     * @throws io.slipway.release.error.SlipwayException {@code not-found}, {@code deployment-state} when it was not
     *     given up
     */
    public Delivery sendAgain(Caller caller, String project, String id) {
        Delivery delivery = deliveries.sendAgain(caller, project, id);
        schedule(id, delivery.nextAt());
        return delivery;
    }

    /** Also for one that was scheduled before: then nothing happens. */
    private void schedule(String delivery, Instant at) {
        scheduler.scheduleIfNotExists(TASK.instance(delivery).scheduledTo(at));
    }

    /** Waits for what is being sent. */
    @Override
    public void close() {
        repeating.forEach(work -> work.cancel(false));
        looking.shutdown();
        scheduler.stop();
    }
}
