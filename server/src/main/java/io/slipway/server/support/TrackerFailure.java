package io.slipway.server.support;

import java.time.Duration;

/** A tracker did not do what it was asked. The message is for people and holds nothing secret. */
final class TrackerFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean perhapsDone;
    private final boolean forGood;
    private final transient Duration wish;

    /**
     * @param perhapsDone nobody knows whether it did it all the same: it did not answer, or only half-way
     * @param forGood trying again would not help
     * @param wish how long it asked to be left alone
     */
    TrackerFailure(String message, boolean perhapsDone, boolean forGood, Duration wish) {
        super(message);
        this.perhapsDone = perhapsDone;
        this.forGood = forGood;
        this.wish = wish;
    }

    boolean perhapsDone() {
        return perhapsDone;
    }

    boolean forGood() {
        return forGood;
    }

    Duration wish() {
        return wish;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
