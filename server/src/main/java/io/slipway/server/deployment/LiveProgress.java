package io.slipway.server.deployment;

import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes a running deployment's progress into the store a few times a second, and brings back the wish to stop that
 * somebody may have left there.
 */
final class LiveProgress implements Progress, AutoCloseable {
    private static final int TICK_MILLIS = 250;
    private final String deployment;
    private final DeploymentEvents events;
    private final DeploymentTable table;
    private final Cancellation cancellation;
    private final ScheduledFuture<?> ticking;
    private final Progress beside;
    private final List<DeploymentEvent> waiting = new ArrayList<>();
    private int done;
    private int total;

    LiveProgress(
            String deployment,
            DeploymentEvents events,
            DeploymentTable table,
            Cancellation cancellation,
            ScheduledExecutorService ticker,
            Progress beside) {
        this.beside = beside;
        this.deployment = deployment;
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
        waiting.add(events.event("begin", task, 0, steps));
    }

    @Override
    public synchronized void step(String what) {
        beside.step(what);
        done++;
        waiting.add(events.event("step", what, done, total));
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
        waiting.add(events.event("note", sentence, done, total));
    }

    private void tick() {
        flush();
        if (!cancellation.wished() && !table.cancelBy(deployment).isEmpty()) {
            cancellation.cancel();
        }
    }

    private synchronized void flush() {
        if (!waiting.isEmpty()) {
            events.add(deployment, List.copyOf(waiting));
            waiting.clear();
        }
    }

    @Override
    public void close() {
        ticking.cancel(false);
        flush();
    }
}
