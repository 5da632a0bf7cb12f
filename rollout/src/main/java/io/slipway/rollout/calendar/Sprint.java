package io.slipway.rollout.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One sprint.
 *
 * @param last its last day, still in it
 */
public record Sprint(String name, LocalDate first, LocalDate last) {

    public boolean includes(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    /** The first instant of its first day; where midnight does not exist there, the first one after. */
    public Instant begins(ZoneId zone) {
        return first.atStartOfDay(zone).toInstant();
    }

    /** The first instant that is not in it any more. */
    public Instant ends(ZoneId zone) {
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
