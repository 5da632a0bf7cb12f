package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what comes about by itself. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private Eventually() {}

    /** What is looked at, once it is as it should become. */
    static <T> T seen(Callable<T> look, Predicate<T> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        T now = look.call();
        while (!wanted.test(now)) {
            assertThat(System.nanoTime()).as("it does not come about: " + now).isLessThan(end);
            Thread.sleep(100);
            now = look.call();
        }
        return now;
    }
}
