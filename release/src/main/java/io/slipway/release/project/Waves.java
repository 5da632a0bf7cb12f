package io.slipway.release.project;

/**
 * In which order, and how many at a time, the databases of an environment are deployed to.
 *
 * @param canary how many go first, and must all do well before the others are begun
 * @param parallel how many at the same time
 * @param failures how many after the canary may fail before no further one is begun
 */
public record Waves(int canary, int parallel, int failures) {

    /** What is meant where nothing is said: one to try it on, and a failure stops it. */
    public static final Waves USUAL = new Waves(1, 8, 0);
}
