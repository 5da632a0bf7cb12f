package io.slipway.cli.load;

/**
 * How large the store is that the console is measured with.
 *
 * @param artifacts of each project, each continuing the one before
 * @param changes of a project's newest artifact
 * @param fresh changes that each artifact but the first adds
 * @param audit events
 * @param history entries in the target of the first project's {@code dev}
 */
record LoadSize(
        int projects, int artifacts, int changes, int fresh, int people, int deployments, int audit, int history) {

    /** As the acceptance asks for it, divided by something for a quick look. */
    static LoadSize divided(int by) {
        return new LoadSize(
                Math.max(2, 100 / by),
                Math.max(2, 10 / by),
                Math.max(100, 5_000 / by),
                20,
                200,
                200_000 / by,
                1_000_000 / by,
                1_000_000 / by);
    }

    static final String[] ENVIRONMENTS = {"dev", "it", "qa", "uat", "stage", "prod"};

    static String project(int number) {
        return "p%03d".formatted(number);
    }

    static String version(int number) {
        return "1." + number + ".0";
    }

    /** How many changes an artifact has. */
    int changesOf(int artifact) {
        return changes - (artifacts - 1 - artifact) * fresh;
    }
}
