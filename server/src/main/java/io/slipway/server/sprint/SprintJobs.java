package io.slipway.server.sprint;

import io.slipway.server.rollout.Rollouts;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has sprints that are kept elsewhere read now and then; of several nodes, one reads a team's. */
public final class SprintJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SprintJobs.class);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private final Rollouts rollouts;
    private final SprintCalendars calendars;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "slipway-sprints");
        daemon.setDaemon(true);
        return daemon;
    });

    public SprintJobs(Rollouts rollouts, SprintCalendars calendars) {
        this.rollouts = rollouts;
        this.calendars = calendars;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() catches whatever would complete it
    public void start() {
        thread.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            rollouts.all().stream().filter(calendars::claim).forEach(calendars::read);
        } catch (RuntimeException e) {
            LOG.warn("Sprints could not be read; it is tried again: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
