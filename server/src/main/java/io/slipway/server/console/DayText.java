package io.slipway.server.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days and times of day as all pages write them: short, in one order that sorts, and with the day of the week. */
final class DayText {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private DayText() {}

    /** {@code Mon 2026-12-14}. */
    static String of(LocalDate day) {
        return DAY.format(day);
    }

    /** {@code Mon 2026-12-14 09:00}. */
    static String of(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    /** {@code Mon 2026-12-14 09:00 to 11:00 (Europe/Berlin)}, for what ends on the day that it begins. */
    static String span(Instant from, Instant until, ZoneId zone) {
        return of(from, zone) + " to " + HOUR.format(until.atZone(zone)) + " (" + zone + ")";
    }
}
