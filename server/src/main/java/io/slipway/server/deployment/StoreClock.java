package io.slipway.server.deployment;

import com.github.kagkarlsson.scheduler.Clock;
import io.slipway.server.error.StoreFailure;
import io.slipway.store.Store;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.JdbiException;

/**
 * The time as the store's server has it, the same for all nodes: a node whose own clock is wrong takes no living node
 * for dead, nor is it taken for dead. While the store is away it goes on from what it said last.
 */
final class StoreClock implements Clock {
    private final Store store;
    private final java.time.Clock own;
    private volatile Reading last;

    /** @param nanos of {@link System#nanoTime}, which no change of the clock touches */
    private record Reading(Instant at, long nanos) {}

    /** @param own this machine's: right for a store that is a file on it */
    StoreClock(Store store, java.time.Clock own) {
        this.store = store;
        this.own = own;
        this.last = new Reading(own.instant(), System.nanoTime());
    }

    @Override
    public Instant now() {
        if (store.sqlite()) {
            return own.instant();
        }
        try {
            Instant at = store.read(handle -> Instant.ofEpochMilli(
                    handle.createQuery("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
                            .mapTo(Long.class)
                            .one()));
            last = new Reading(at, System.nanoTime());
            return at;
        } catch (JdbiException e) {
            if (StoreFailure.in(e).isEmpty()) {
                throw e;
            }
            Reading known = last;
            return known.at().plus(Duration.ofNanos(System.nanoTime() - known.nanos()));
        }
    }
}
