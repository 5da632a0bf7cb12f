package io.slipway.server.lab;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Lets work at seats run: one at each seat, a few at once, and none for longer than it may take. */
public final class SeatTurns {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final LabServer server;
    private final Semaphore places;
    private final Duration longest;
    private final ScheduledExecutorService ticker;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    SeatTurns(LabServer server, LabSettings settings, ScheduledExecutorService ticker) {
        this.server = server;
        this.places = new Semaphore(settings.atOnce(), true);
        this.longest = settings.longest();
        this.ticker = ticker;
    }

    /**
     * Runs work as soon as it is its turn.
     *
     * @param role that its scripts run as, and whose work this is
     * @throws SlipwayException {@code lab-busy}; {@code lab-stopped} when it was ended from outside, with the reason;
     *     else what the work throws
     */
    public <T> T run(String role, Function<Cancellation, T> work) {
        return run(role, longest, work);
    }

    /**
     * The same with another limit.
     *
     * @param longest how long the work may take
     */
    public <T> T run(String role, Duration longest, Function<Cancellation, T> work) {
        if (!busy.add(role)) {
            throw SlipwayException.of(
                    ErrorCode.LAB_BUSY, "Something is under way here.", "Wait until it is done, then do it again.");
        }
        try {
            await();
            try {
                return limited(role, longest, work);
            } finally {
                places.release();
            }
        } finally {
            busy.remove(role);
        }
    }

    private void await() {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw SlipwayException.of(
                        ErrorCode.LAB_BUSY, "Too many seats are at work at once.", "Try again in a minute.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "The server stops.", "")
                    .causedBy(e);
        }
    }

    private <T> T limited(String role, Duration longest, Function<Cancellation, T> work) {
        server.whyStopped(role);
        Cancellation cancellation = new Cancellation();
        ScheduledFuture<?> end = ticker.schedule(
                () -> {
                    server.stop(role, "it took longer than " + longest.toSeconds() + " seconds");
                    cancellation.cancel();
                },
                longest.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return work.apply(cancellation);
        } catch (SlipwayException e) {
            Optional<String> why = server.whyStopped(role);
            if (why.isEmpty()) {
                throw e;
            }
            SlipwayException stopped = SlipwayException.of(
                            ErrorCode.LAB_STOPPED,
                            "It was stopped: " + why.get() + ".",
                            "Mend the script. Reset makes room again.")
                    .causedBy(e);
            throw e.location().map(stopped::at).orElse(stopped);
        } finally {
            end.cancel(false);
        }
    }
}
