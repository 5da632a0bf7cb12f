package io.slipway.server.deployment;

import io.slipway.server.error.StoreFailure;
import io.slipway.store.Store;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what must not be lost, and waits for the store as long as it is away: what it is told may run twice. */
final class StorePatience {
    private static final Logger LOG = LoggerFactory.getLogger(StorePatience.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final Store store;
    private final Duration limit;

    StorePatience(Store store, Duration limit) {
        this.store = store;
        this.limit = limit;
    }

    /** @throws RuntimeException the store's failure, when it was away for too long or the node is being stopped */
    <T> T write(Function<Handle, T> work) {
        long end = System.nanoTime() + limit.toNanos();
        boolean told = false;
        while (true) {
            try {
                return store.write(work);
            } catch (RuntimeException e) {
                if (StoreFailure.in(e).isEmpty() || System.nanoTime() > end || !paused()) {
                    throw e;
                }
                if (!told) {
                    LOG.warn("the server's database is away: waiting for it to write down what a deployment came to");
                    told = true;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
