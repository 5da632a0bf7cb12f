package io.slipway.rollout.support;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a tier works, by the clock of its zone. Time is counted as it passes: a night shift over the change to winter
 * time has an hour more.
 *
 * @param from when they open on each of the days
 * @param until when they close; midnight is the end of the day
 * @param holidays days on which they are closed
 */
public record BusinessHours(
        ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime until, Set<LocalDate> holidays) {
    public BusinessHours {
        days = Set.copyOf(days);
        holidays = Set.copyOf(holidays);
        if (days.isEmpty() || !until.equals(LocalTime.MIDNIGHT) && !from.isBefore(until)) {
            throw new IllegalArgumentException("hours that never open");
        }
    }

    private record Span(Instant from, Instant until) {
        Duration length() {
            return Duration.between(from, until);
        }
    }

    public boolean open(Instant at) {
        return span(day(at))
                .filter(span -> !at.isBefore(span.from()) && at.isBefore(span.until()))
                .isPresent();
    }

    public boolean works(LocalDate day) {
        return days.contains(day.getDayOfWeek()) && !holidays.contains(day);
    }

    /** The moment at which so much of their time has passed; the moment itself for none. */
    public Instant after(Instant start, Duration work) {
        if (work.isZero() || work.isNegative()) {
            return start;
        }
        Duration left = work;
        LocalDate day = day(start);
        while (true) {
            Optional<Span> span = span(day)
                    .map(whole -> later(whole, start))
                    .filter(s -> s.length().compareTo(Duration.ZERO) > 0);
            if (span.isPresent()) {
                if (left.compareTo(span.get().length()) <= 0) {
                    return span.get().from().plus(left);
                }
                left = left.minus(span.get().length());
            }
            day = day.plusDays(1);
        }
    }

    /** How much of their time passed between two moments; none when the second is not later. */
    public Duration between(Instant start, Instant end) {
        Duration passed = Duration.ZERO;
        for (LocalDate day = day(start); !day.isAfter(day(end)); day = day.plusDays(1)) {
            Optional<Span> span = span(day);
            if (span.isPresent()) {
                Instant from = later(span.get(), start).from();
                Instant until = span.get().until().isBefore(end) ? span.get().until() : end;
                if (from.isBefore(until)) {
                    passed = passed.plus(Duration.between(from, until));
                }
            }
        }
        return passed;
    }

    private static Span later(Span span, Instant start) {
        return new Span(span.from().isBefore(start) ? start : span.from(), span.until());
    }

    private LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    private Optional<Span> span(LocalDate day) {
        if (!works(day)) {
            return Optional.empty();
        }
        Instant opens = day.atTime(from).atZone(zone).toInstant();
        Instant closes = until.equals(LocalTime.MIDNIGHT)
                ? day.plusDays(1).atStartOfDay(zone).toInstant()
                : day.atTime(until).atZone(zone).toInstant();
        // Hours that the change to summer time leaves out altogether are no hours.
        return Optional.of(new Span(opens, closes)).filter(span -> opens.isBefore(closes));
    }

    /** Sorted, so that the same hours read the same. */
    @Override
    public String toString() {
        return zone.getId() + " "
                + String.join(
                        ",",
                        new TreeSet<>(days)
                                .stream()
                                        .map(day -> Integer.toString(day.getValue()))
                                        .toList())
                + " " + from + "-" + until
                + " "
                + (holidays.isEmpty()
                        ? "-"
                        : String.join(
                                ",",
                                new TreeSet<>(holidays)
                                        .stream().map(LocalDate::toString).toList()));
    }
}
