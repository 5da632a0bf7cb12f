package io.slipway.testkit;

import org.junit.jupiter.api.Assumptions;

/** Leaves a test out, and says so: a line that starts with {@code SKIPPED: } can be counted after a build. */
public final class Skips {
    private Skips() {}

    /**
     * Prints the reason and aborts the test that asks.
     *
     * @return never
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // stands where a value is wanted, as orElseGet does
    public static <T> T outLoud(String reason) {
        say(reason);
        return Assumptions.abort(reason);
    }

    /** Prints the reason only, for what is left out apart from a whole test. */
    public static void say(String reason) {
        System.out.println("SKIPPED: " + reason.replace('\n', ' '));
    }
}
