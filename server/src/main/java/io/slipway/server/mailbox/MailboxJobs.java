package io.slipway.server.mailbox;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the mailbox again and again. Of several nodes each does; a mail is taken by one. */
public final class MailboxJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxJobs.class);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private final MailboxRun run;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "slipway-mailbox");
        daemon.setDaemon(true);
        return daemon;
    });

    public MailboxJobs(MailboxRun run) {
        this.run = run;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() catches whatever would complete it
    public void start() {
        thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            run.run();
        } catch (RuntimeException e) {
            LOG.warn("The mailbox could not be looked at; it is tried again: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
