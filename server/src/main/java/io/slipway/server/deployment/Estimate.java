package io.slipway.server.deployment;

import java.time.Duration;

/**
 * How long a deployment may take.
 *
 * @param atLeast the sum of what its changes took elsewhere, each where it took longest
 * @param unmeasured how many of its changes ran nowhere yet, so that nothing is known of them
 */
public record Estimate(Duration atLeast, int unmeasured) {
    public static final Estimate NONE = new Estimate(Duration.ZERO, 0);

    /** Whether it is worth telling. */
    public boolean known() {
        return atLeast.toSeconds() > 0;
    }

    public String words() {
        return words(atLeast);
    }

    /** Rounded up: whoever plans by it is not caught out. */
    static String words(Duration length) {
        long seconds = Math.max(1, (length.toMillis() + 999) / 1000);
        return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
    }
}
