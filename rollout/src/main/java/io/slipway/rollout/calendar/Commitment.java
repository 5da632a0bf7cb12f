package io.slipway.rollout.calendar;

import java.time.LocalDate;
import java.util.Set;

/**
 * A day on which another team goes live, or may.
 *
 * @param team as people know it
 * @param agreed false while its date waits for somebody's yes
 * @param busy accounts of those who train or help that team on that day
 */
public record Commitment(String team, LocalDate day, boolean agreed, Set<String> busy) {
    public Commitment {
        busy = Set.copyOf(busy);
    }
}
