package io.slipway.server.calendar;

import java.time.Instant;

/** @param to the first moment after it */
public record Span(Instant from, Instant to) {
    boolean holds(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
