package io.slipway.server.lab;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, every second, whether somebody's scripts are past their limits, whether a seat's time is over, and what an end left. */
public final class LabJobs {
    private static final Logger LOG = LoggerFactory.getLogger(LabJobs.class);
    private static final long WATCH_MILLIS = 500;
    private static final int LOOKS_BETWEEN_ENDS = 10;
    private final LabTable table;
    private final LabServer server;
    private final SeatRoom room;
    private final LabClearing clearing;
    private final ScheduledExecutorService ticker;
    private final Clock clock;
    private @Nullable ScheduledFuture<?> task;
    private int looks;

    LabJobs(
            LabTable table,
            LabServer server,
            SeatRoom room,
            LabClearing clearing,
            ScheduledExecutorService ticker,
            Clock clock) {
        this.table = table;
        this.server = server;
        this.room = room;
        this.clearing = clearing;
        this.ticker = ticker;
        this.clock = clock;
    }

    public synchronized void start() {
        task = ticker.scheduleWithFixedDelay(this::look, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    public synchronized void stop() {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void look() {
        try {
            server.watch();
            if (looks++ % LOOKS_BETWEEN_ENDS == 0) {
                end();
                clearing.clearOneLeft();
            }
        } catch (RuntimeException e) {
            LOG.warn("seats of labs cannot be looked at: {}", e.toString());
        }
    }

    /** Closes the databases of seats whose time is over. */
    void end() {
        Instant now = clock.instant();
        for (Seat seat : table.openSeats()) {
            if (seat.over(now) && table.lock(seat, now) && !seat.task().isEmpty()) {
                room.lock(seat);
            }
        }
    }
}
