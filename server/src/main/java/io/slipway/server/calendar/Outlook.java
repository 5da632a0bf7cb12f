package io.slipway.server.calendar;

import java.time.Instant;
import java.util.Optional;

/**
 * When something may start.
 *
 * @param start empty when no time is in sight
 * @param end when the window that it starts in closes, or the next freeze begins; empty when neither is in sight
 * @param inTime whether it is expected to be done by then
 * @param why it does not start at once, as a sentence; empty when it may
 */
public record Outlook(Optional<Instant> start, Optional<Instant> end, boolean inTime, String why) {
    public boolean startsBy(Instant now) {
        return start.filter(at -> !at.isAfter(now)).isPresent();
    }
}
