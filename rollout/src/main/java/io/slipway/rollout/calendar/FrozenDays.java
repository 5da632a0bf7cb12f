package io.slipway.rollout.calendar;

import java.time.LocalDate;

/**
 * Days on which no team goes live.
 *
 * @param last the last of them
 */
public record FrozenDays(String name, LocalDate first, LocalDate last) {

    public boolean includes(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    boolean touches(Sprint sprint) {
        return !first.isAfter(sprint.last()) && !last.isBefore(sprint.first());
    }
}
