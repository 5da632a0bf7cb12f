package io.slipway.server.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A time as people of an environment read it; the page's script adds it by the reader's own clock.
 *
 * @param at empty when no time is in sight
 */
record Moment(Optional<Instant> at, ZoneId zone) {
    private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

    public String words() {
        return at.map(time -> WORDS.format(time.atZone(zone)) + " " + zone).orElse("no time in sight");
    }
}
