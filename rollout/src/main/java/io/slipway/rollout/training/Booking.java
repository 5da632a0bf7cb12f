package io.slipway.rollout.training;

import java.time.Instant;
import java.util.Set;

/**
 * A session that keeps people busy.
 *
 * @param team as people know it
 * @param people accounts
 */
public record Booking(String team, Instant from, Instant until, Set<String> people) {
    public Booking {
        people = Set.copyOf(people);
    }

    boolean overlaps(Instant otherFrom, Instant otherUntil) {
        return from.isBefore(otherUntil) && otherFrom.isBefore(until);
    }
}
