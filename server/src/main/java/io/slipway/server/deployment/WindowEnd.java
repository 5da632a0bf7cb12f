package io.slipway.server.deployment;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Says once that a deployment is still running when its window has closed. It is let go on: half of it helps nobody. */
final class WindowEnd implements AutoCloseable {
    private static final int TICK_MILLIS = 1000;
    private final Optional<ScheduledFuture<?>> ticking;
    private final Runnable tell;
    private boolean told;

    WindowEnd(Optional<Instant> end, ScheduledExecutorService ticker, Clock clock, Runnable tell) {
        this.tell = tell;
        this.ticking = end.map(at ->
                ticker.scheduleWithFixedDelay(() -> tick(clock, at), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
    }

    private synchronized void tick(Clock clock, Instant end) {
        if (!told && !clock.instant().isBefore(end)) {
            told = true;
            tell.run();
        }
    }

    @Override
    public void close() {
        ticking.ifPresent(each -> each.cancel(false));
    }
}
