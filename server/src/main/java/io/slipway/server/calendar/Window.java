package io.slipway.server.calendar;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the week in which deployments may start, by the clock on a wall in its zone.
 *
 * <p>It opens at the first moment of a day at which that clock reads {@code opens} or later, and closes at the first
 * moment at which it reads {@code closes} or later. So when clocks go forward over its beginning it opens at the jump,
 * and does not open at all when they jump over all of it; when clocks go back it opens once, at the first of the two
 * equal readings.
 *
 * @param days on which it opens
 * @param closes when no later than {@code opens}, on the day after
 */
public record Window(String id, Set<DayOfWeek> days, LocalTime opens, LocalTime closes, ZoneId zone) {
    /** Enough for one day a week of which one falls into a jump of the clock. */
    private static final int DAYS_AHEAD = 16;

    /** @throws SlipwayException {@code request-invalid} */
    static Window parse(String id, Collection<String> days, String opens, String closes, String zone) {
        Set<DayOfWeek> known = EnumSet.noneOf(DayOfWeek.class);
        days.forEach(day -> known.add(day(day)));
        if (known.isEmpty()) {
            throw invalid("A window opens on one day of the week at least.", "");
        }
        return new Window(id, known, time(opens), time(closes), zone(zone));
    }

    /** @throws SlipwayException {@code request-invalid} */
    public static ZoneId zone(@Nullable String text) {
        try {
            if (text != null
                    && (text.equals("UTC") || ZoneId.getAvailableZoneIds().contains(text))) {
                return ZoneId.of(text);
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw invalid(
                "'" + text + "' is no time zone.", "Zones are named like Europe/Berlin, America/New_York or UTC.");
    }

    private static LocalTime time(@Nullable String text) {
        try {
            return LocalTime.parse(text == null ? "" : text.equals("24:00") ? "00:00" : text)
                    .truncatedTo(ChronoUnit.MINUTES);
        } catch (DateTimeParseException e) {
            throw invalid("'" + text + "' is no time of day.", "Times are written like 22:00.");
        }
    }

    private static DayOfWeek day(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> shortName(day).equals(wanted) || day.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> invalid("'" + text + "' is no day of the week.", "Days are mon, tue … sun."));
    }

    private static SlipwayException invalid(String message, String help) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, help);
    }

    /** As stored and in the API: {@code mon}. */
    public static String shortName(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    /** The one that is open at this moment, or else the next. */
    Optional<Span> next(Instant from) {
        LocalDate today = from.atZone(zone).toLocalDate();
        for (int ahead = -2; ahead < DAYS_AHEAD; ahead++) {
            LocalDate day = today.plusDays(ahead);
            if (days.contains(day.getDayOfWeek())) {
                Span span = on(day);
                if (span.to().isAfter(from) && span.to().isAfter(span.from())) {
                    return Optional.of(span);
                }
            }
        }
        return Optional.empty();
    }

    private Span on(LocalDate day) {
        return new Span(first(day, opens), first(closes.isAfter(opens) ? day : day.plusDays(1), closes));
    }

    private Instant first(LocalDate day, LocalTime time) {
        LocalDateTime local = day.atTime(time);
        @Nullable ZoneOffsetTransition jump = zone.getRules().getTransition(local);
        return jump != null && jump.isGap()
                ? jump.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** Such as {@code sat, sun}, or {@code every day}. */
    public String dayNames() {
        return days.size() == DayOfWeek.values().length
                ? "every day"
                : days.stream().sorted().map(Window::shortName).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return dayNames() + " " + opens + "–" + closes + " " + zone;
    }
}
