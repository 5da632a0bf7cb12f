package io.slipway.release.execute;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Target;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wish to stop, from another thread: no further statement is sent, and the running one is ended. A pause is milder:
 * the change that runs goes to its end, and no further one is begun.
 */
public final class Cancellation {
    private static final Duration LONGEST_NAP = Duration.ofMillis(200);
    private final AtomicBoolean wished = new AtomicBoolean();
    private final AtomicBoolean pause = new AtomicBoolean();
    private final CountDownLatch wish = new CountDownLatch(1);
    private final AtomicReference<Target> running = new AtomicReference<>();
    private final Set<Cancellation> parts = ConcurrentHashMap.newKeySet();

    /** One for a session of its own among several: who wishes to stop all of them stops it too, until it is {@link #end}. */
    public Cancellation part() {
        Cancellation part = new Cancellation();
        parts.add(part);
        // the wish may have come before it could be told
        if (wished()) {
            part.cancel();
        }
        if (paused()) {
            part.pause();
        }
        return part;
    }

    /** A part's session is over. */
    public void end(Cancellation part) {
        parts.remove(part);
    }

    /** Names the session whose running statement is to be ended. */
    public void watch(Target target) {
        running.set(target);
    }

    public void cancel() {
        wished.set(true);
        wish.countDown();
        Target target = running.get();
        if (target != null) {
            target.cancel();
        }
        parts.forEach(Cancellation::cancel);
    }

    /** No further change is begun. */
    public void pause() {
        pause.set(true);
        parts.forEach(Cancellation::pause);
    }

    /** Whether somebody else is to go on with what stops here. */
    public boolean paused() {
        return pause.get();
    }

    public boolean wished() {
        return wished.get();
    }

    /** Returns once somebody wishes it: for what goes on until it is stopped. */
    public void await() throws InterruptedException {
        wish.await();
    }

    /**
     * Lets time pass between two changes, unless somebody wishes to stop.
     *
     * @throws SlipwayException {@code cancelled}
     */
    public void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            do {
                checkBetweenChanges();
                long left = Math.min(LONGEST_NAP.toNanos(), end - System.nanoTime());
                wish.await(Math.max(0, left), TimeUnit.NANOSECONDS);
            } while (System.nanoTime() - end < 0);
            checkBetweenChanges();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        }
    }

    /**
     * Asked before a change, where stopping leaves nothing half done.
     *
     * @throws SlipwayException {@code cancelled}
     */
    public void checkBetweenChanges() {
        check();
        if (pause.get()) {
            throw SlipwayException.of(ErrorCode.CANCELLED, "It stopped between two changes, as it was told.", "");
        }
    }

    /** @throws SlipwayException {@code cancelled} */
    public void check() {
        if (wished.get()) {
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "");
        }
    }
}
