package io.slipway.release.target;

import java.time.Instant;
import java.util.Optional;

/** Keeps two deployments of one project from changing one database at the same time. Ends with the session. */
public interface TargetLock {

    /**
     * Tries once and does not wait.
     *
     * @param who person and machine, shown to those who wait
     * @return the fencing number, larger than any given out before; empty when somebody else holds it
     */
    Optional<Long> tryAcquire(String who);

    /** Who holds it (or held it last) and since when, as far as is known. */
    Optional<Holder> holder();

    void release();

    /** @param who as given to {@link #tryAcquire} */
    record Holder(String who, Instant since) {}
}
