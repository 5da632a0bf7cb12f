package io.slipway.server.feed;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Something in a rollout's calendar.
 *
 * @param id stays the same when it is moved; unique within what makes such entries
 * @param when whole days, or a stretch of time
 * @param status {@code TENTATIVE}, {@code CONFIRMED} or {@code CANCELLED}
 */
public record CalendarEntry(String id, String title, String description, When when, String status) {

    public sealed interface When {
        /** @param last still in it */
        record Days(LocalDate first, LocalDate last) implements When {}

        record Times(Instant from, Instant until) implements When {}
    }
}
