package io.slipway.release.runner;

import java.util.List;
import java.util.Optional;

/** What a runner and its server say to each other. The runner begins each exchange; both sides use these records. */
public final class RunnerProtocol {
    /** Raised when either side would misunderstand the other. */
    public static final int VERSION = 1;

    /** Characters that one sentence of progress may have. */
    public static final int LONGEST_MESSAGE = 1_000;

    /** Sentences that may come at once. */
    public static final int SENTENCES_AT_ONCE = 500;

    private RunnerProtocol() {}

    /**
     * A runner's first words.
     *
     * @param name that it was started with
     * @param protocol {@link #VERSION}
     * @param version of Slipway
     */
    public record Hello(String name, int protocol, String version, String host) {}

    /** @param environments that the runner is for, such as {@code prod of shop} */
    public record Greeting(String name, List<String> environments) {}

    /** @param readsOnly whether the runner has no room for another deployment now */
    public record Ask(boolean readsOnly) {}

    /** @param task absent when nothing came up while the runner waited */
    public record Given(Optional<RunnerTask> task) {}

    /**
     * A sentence of progress.
     *
     * @param number from 1 for each attempt, rising: one that comes again is known
     * @param kind {@code begin}, {@code step}, {@code end} or {@code note}
     * @param total how many steps a task has that begins
     */
    public record Sentence(long number, String kind, String message, long total) {}

    /** The runner is at it still. */
    public record Beat(long attempt, List<Sentence> sentences) {}

    /** @param cancelled whether somebody wishes it stopped */
    public record Heard(boolean cancelled) {}
}
