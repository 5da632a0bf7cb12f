package io.slipway.server.job;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for what is to be done on every node, in a thread of its own; the work itself sees that one of them does it. */
public final class Repetition implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);
    private final String what;
    private final Duration every;
    private final Runnable work;
    private final ScheduledExecutorService thread;

    /** @param what such as {@code the mailbox} */
    public Repetition(String what, Duration every, Runnable work) {
        this.what = what;
        this.every = every;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "slipway: " + what);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() catches whatever would complete it
    public void start() {
        thread.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("What is to be done for {} could not be looked for; it is tried again: {}", what, e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
