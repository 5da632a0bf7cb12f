package io.slipway.server.deployment;

import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.server.error.StoreFailure;
import io.slipway.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a running deployment's progress into the store a few times a second, and brings back the wish to stop that
 * somebody may have left there. A store that is away holds up neither the deployment nor what is told later.
 */
final class LiveProgress implements Progress, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);
    private static final int TICK_MILLIS = 250;
    /** What is kept for a store that is away; of more than that the oldest is forgotten. */
    private static final int KEPT = 10_000;

    private final Claim claim;
    private final Store store;
    private final DeploymentEvents events;
    private final DeploymentTable table;
    private final Cancellation cancellation;
    private final ScheduledFuture<?> ticking;
    private final Progress beside;
    private final Object writing = new Object();
    private final List<DeploymentEvent> waiting = new ArrayList<>();
    private int done;
    private int total;
    private int forgotten;
    private boolean away;
    private boolean closed;

    LiveProgress(
            Claim claim,
            Store store,
            DeploymentEvents events,
            DeploymentTable table,
            Cancellation cancellation,
            ScheduledExecutorService ticker,
            Progress beside) {
        this.beside = beside;
        this.claim = claim;
        this.store = store;
        this.events = events;
        this.table = table;
        this.cancellation = cancellation;
        this.ticking = ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void begin(String task, int steps) {
        done = 0;
        total = steps;
        beside.begin(task, steps);
        keep(events.event("begin", task, 0, steps));
    }

    @Override
    public synchronized void step(String what) {
        beside.step(what);
        done++;
        keep(events.event("step", what, done, total));
    }

    @Override
    public synchronized void end() {
        beside.end();
        done = 0;
        total = 0;
    }

    @Override
    public void statement(int number) {
        beside.statement(number);
    }

    @Override
    public void statementEnded(boolean well) {
        beside.statementEnded(well);
    }

    @Override
    public synchronized void note(String sentence) {
        keep(events.event("note", sentence, done, total));
    }

    private void keep(DeploymentEvent event) {
        if (waiting.size() == KEPT) {
            waiting.remove(0);
            forgotten++;
        }
        waiting.add(event);
    }

    /** An exception would end the ticking, and with it the way of a wish to stop. */
    private void tick() {
        try {
            flush();
            if (!cancellation.wished() && !table.cancelBy(claim.deployment()).isEmpty()) {
                cancellation.cancel();
            }
            away = false;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warn(
                        "the progress of {} cannot be written now: {}",
                        claim.deployment(),
                        StoreFailure.in(e)
                                .map(failure -> "SQLSTATE " + failure.getSQLState())
                                .orElse(e.getClass().getName()));
            }
            away = true;
        }
    }

    private void flush() {
        synchronized (writing) {
            List<DeploymentEvent> batch = rest();
            if (closed || batch.isEmpty()) {
                return;
            }
            boolean mine = store.write(handle -> {
                boolean holds = Claims.holds(handle, claim);
                if (holds) {
                    DeploymentEvents.add(handle, claim.deployment(), batch);
                }
                return holds;
            });
            if (mine) {
                drop(batch.size());
            }
        }
    }

    private synchronized void drop(int written) {
        // what was forgotten meanwhile was among those written
        waiting.subList(0, Math.min(Math.max(0, written - forgotten), waiting.size()))
                .clear();
        forgotten = 0;
    }

    /** What is told and not written yet. */
    synchronized List<DeploymentEvent> rest() {
        forgotten = 0;
        return List.copyOf(waiting);
    }

    /** Writes nothing any more: {@link #rest} goes along with how it ended. */
    @Override
    public void close() {
        ticking.cancel(false);
        synchronized (writing) {
            closed = true;
        }
    }
}
