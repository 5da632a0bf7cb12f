package io.slipway.database.postgresql;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a kept state says of itself in its database's comment, the time first, so that the newest one is found.
 *
 * @param work how long its changes took to run; more than anything when that was not written down
 * @param relations how many files a copy has about
 * @param roles those of the server that belong to it
 */
record KeptState(Instant kept, Duration work, long relations, List<String> roles) {
    /**
     * What running the changes again may take for each relation. A copy takes 0.5 to 1.5 ms for each, and is made every
     * time where a state is not taken; running again is for the few times when a taken one was spoiled.
     */
    private static final Duration AGAIN = Duration.ofMillis(5);

    /** From here on a copy takes a second and more. */
    private static final long MANY = 2_000;

    private static final Duration UNKNOWN = Duration.ofDays(365);

    static KeptState parse(String comment) {
        List<String> lines = comment.lines().toList();
        String[] figures = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        List<String> roles = lines.isEmpty() ? List.of() : lines.subList(1, lines.size());
        try {
            return new KeptState(
                    Instant.parse(figures[0]),
                    Duration.ofMillis(Long.parseLong(figures[1])),
                    Long.parseLong(figures[2]),
                    roles);
        } catch (RuntimeException e) {
            // written by an earlier version, or by a person
            return new KeptState(Instant.EPOCH, UNKNOWN, 0, roles);
        }
    }

    String comment() {
        String figures = String.format(Locale.ROOT, "%s %d %d", kept, work.toMillis(), relations);
        return roles.isEmpty() ? figures : figures + "\n" + String.join("\n", roles);
    }

    /** Whether a copy takes so long that others who want it may be made to wait for its changes as well. */
    boolean slowlyCopied() {
        return relations >= MANY;
    }

    /** Whether it may be taken, since running its changes again takes not much longer than copying it. */
    boolean soonMadeAgain() {
        return work.compareTo(AGAIN.multipliedBy(relations)) <= 0;
    }
}
