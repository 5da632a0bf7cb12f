package io.slipway.server.console;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A time as people of an environment read it; the page's script adds it by the reader's own clock.
 *
 * @param at empty when no time is in sight
 */
record Moment(Optional<Instant> at, ZoneId zone) {
    public String words() {
        return at.map(time -> DayText.of(time, zone) + " " + zone).orElse("no time in sight");
    }
}
