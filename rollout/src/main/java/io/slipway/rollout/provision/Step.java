package io.slipway.rollout.provision;

import java.util.List;

/**
 * One thing that provisioning makes. Between {@link #look} and {@link #apply} nothing is remembered: a run that was
 * killed anywhere is finished by the next one.
 */
public interface Step {

    /** Its name in plans and on the command line, such as {@code dev.database}. */
    String id();

    /** What it makes, for people. */
    String title();

    /** Ids of the steps that must be as wished before. */
    List<String> needs();

    /** Looks, and changes nothing. */
    Look look();

    /**
     * Makes it as wished.
     *
     * @param found what {@link #look} told just now; never as wished and never foreign
     */
    void apply(Look found);

    /**
     * Takes away what we made, and only that.
     *
     * @return what stays and why; empty when all of it went
     */
    String undo();

    /** Shell commands, each to be run as it stands by bash, that come to the same as {@link #apply} on empty ground. */
    List<String> commands();
}
