package io.slipway.cli.load;

/**
 * How many rollouts a server looks after, and what happened in each in three years.
 *
 * @param looks times that all gates of a team were looked at
 * @param votes on dates of a team
 * @param cases of a team
 * @param audit events in all: what is lacking is filled up with others
 */
record RolloutSize(int teams, int looks, int votes, int cases, int audit) {
    static final int YEARS = 3;

    /** Five hundred teams, divided by something for a quick look. What one team has stays as it is. */
    static RolloutSize divided(int by) {
        return new RolloutSize(Math.max(4, 500 / by), 150, 40, 200, 2_000_000 / by);
    }

    static String team(int number) {
        return "team%03d".formatted(number);
    }
}
