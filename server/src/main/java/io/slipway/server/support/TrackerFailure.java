package io.slipway.server.support;

import java.time.Duration;

/** A tracker, or the like, did not do what it was asked. The message is for people and holds nothing secret. */
public final class TrackerFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    private final boolean perhapsDone;
    private final boolean forGood;
    private final transient Duration wish;

    /**
     * @param perhapsDone nobody knows whether it did it all the same: it did not answer, or only half-way
     * @param forGood trying again would not help
     * @param wish how long it asked to be left alone
     */
    public TrackerFailure(String message, boolean perhapsDone, boolean forGood, Duration wish) {
        super(message);
        this.status = 0;
        this.perhapsDone = perhapsDone;
        this.forGood = forGood;
        this.wish = wish;
    }

    /** It answered that it will not. */
    TrackerFailure(int status, boolean forGood, Duration wish) {
        super("It answered " + status + ".");
        this.status = status;
        this.perhapsDone = false;
        this.forGood = forGood;
        this.wish = wish;
    }

    /** Of HTTP; 0 when it did not answer, or answered that something is wrong with itself. */
    public int status() {
        return status;
    }

    public boolean perhapsDone() {
        return perhapsDone;
    }

    public boolean forGood() {
        return forGood;
    }

    public Duration wish() {
        return wish;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
