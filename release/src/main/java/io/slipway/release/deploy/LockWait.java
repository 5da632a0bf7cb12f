package io.slipway.release.deploy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.target.TargetLock;
import io.slipway.release.target.TargetLock.Holder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Polls for a target's lock: a wait inside the server would hold a snapshot there and block what others run. */
public final class LockWait {
    private static final long POLL_MILLIS = 200;
    /** How often a lock that nobody is seen to hold is tried again: it is free by now, or its holder is not written yet. */
    private static final int TRIES_WITHOUT_HOLDER = 5;

    private LockWait() {}

    /**
     * @return the fencing number
     * @throws SlipwayException {@code lock-held} with who holds it and since when
     */
    public static long acquire(
            TargetLock lock, String who, Duration wait, Progress progress, Cancellation cancellation) {
        long deadline = System.nanoTime() + wait.toNanos();
        boolean told = false;
        int withoutHolder = 0;
        while (true) {
            Optional<Long> fence = lock.tryAcquire(who);
            if (fence.isPresent()) {
                return fence.get();
            }
            cancellation.checkBetweenChanges();
            boolean late = System.nanoTime() >= deadline;
            if (late || !told) {
                // asked once for both sentences: the lock may be another's a moment later
                Optional<Holder> holder = lock.holder();
                boolean sayIt = holder.isPresent() || ++withoutHolder > TRIES_WITHOUT_HOLDER;
                if (late && sayIt) {
                    throw SlipwayException.of(
                            ErrorCode.LOCK_HELD,
                            "Another deployment to this database is running: " + held(holder) + ".",
                            "Wait for it and try again, or wait longer with --wait." + killed(holder));
                }
                if (sayIt) {
                    progress.note("Waiting for another deployment: " + held(holder) + "." + killed(holder));
                    told = true;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                        .causedBy(e);
            }
        }
    }

    private static String held(Optional<Holder> holder) {
        return holder.map(h -> "held by " + h).orElse("who holds the lock is not known");
    }

    private static String killed(Optional<Holder> holder) {
        return holder.flatMap(Holder::session)
                .map(session ->
                        " If its process was killed, the lock goes when the statement ends that it left running;"
                                + " look there first, then end it with " + session.end() + ".")
                .orElse("");
    }
}
