package io.slipway.release.packaging;

import java.time.Duration;

/** How long something took. */
final class Timing {
    private Timing() {}

    /** @param start of {@link System#nanoTime}; told in whole milliseconds */
    static Duration since(long start) {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
