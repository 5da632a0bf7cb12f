package io.slipway.rollout.training;

import io.slipway.rollout.calendar.Commitment;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.support.BusinessHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When a session can be: in the hours for trainings, on no frozen day, at no time at which somebody who is needed is
 * elsewhere, and before the team goes live.
 *
 * @param calendar the team's, with its freezes
 * @param goLive the day that stands, be it agreed or only proposed; empty when none does, and once it has begun: who
 *     missed a training can make it up later
 * @param taken sessions of all teams
 * @param others days on which other teams go live, or may
 */
public record Times(
        BusinessHours hours,
        SprintCalendar calendar,
        Optional<LocalDate> goLive,
        List<Booking> taken,
        List<Commitment> others,
        Instant now) {
    private static final int STEP_MINUTES = 30;
    private static final int DAYS_AHEAD = 90;

    public Times {
        taken = List.copyOf(taken);
        others = List.copyOf(others);
        Instant at = now;
        goLive = goLive.filter(
                day -> day.atStartOfDay(calendar.zone()).toInstant().isAfter(at));
    }

    /** What a session needs: how long it lasts, and the names, by account, of everybody who must be there. */
    public record Need(Duration length, Map<String, String> people) {}

    /** Beginnings that can be had, the nearest to a wish first: on the hour and half past, as the hours begin. */
    public List<Instant> nearest(Instant wish, Need need, int count) {
        LocalDate today = LocalDate.ofInstant(now, hours.zone());
        return Stream.iterate(today, day -> day.plusDays(1))
                .limit(DAYS_AHEAD)
                .filter(hours::works)
                .flatMap(day -> beginnings(day, need.length()))
                .distinct()
                .sorted(Comparator.comparing(
                                (Instant from) -> Duration.between(wish, from).abs())
                        .thenComparing(from -> from))
                .filter(from -> refused(from, need).isEmpty())
                .limit(count)
                .toList();
    }

    private Stream<Instant> beginnings(LocalDate day, Duration length) {
        LocalDateTime last = (hours.until().equals(LocalTime.MIDNIGHT)
                        ? day.plusDays(1).atStartOfDay()
                        : day.atTime(hours.until()))
                .minus(length);
        return Stream.iterate(day.atTime(hours.from()), at -> !at.isAfter(last), at -> at.plusMinutes(STEP_MINUTES))
                .map(at -> at.atZone(hours.zone()).toInstant());
    }

    /** Why a session cannot begin then; empty when it can. */
    public List<String> refused(Instant from, Need need) {
        Instant until = from.plus(need.length());
        List<String> reasons = new ArrayList<>();
        if (!from.isAfter(now)) {
            reasons.add("that time has passed");
            return reasons;
        }
        if (hours.between(from, until).compareTo(need.length()) < 0) {
            reasons.add("it is not within the hours for trainings (" + words() + ")");
        }
        goLive.filter(day -> until.isAfter(day.atStartOfDay(calendar.zone()).toInstant()))
                .ifPresent(day -> reasons.add("the team goes live on " + day + ", before it would end"));
        LocalDate day = LocalDate.ofInstant(from, calendar.zone());
        calendar.freezes().stream()
                .filter(freeze -> freeze.includes(day)
                        || freeze.includes(LocalDate.ofInstant(until.minusNanos(1), calendar.zone())))
                .forEach(freeze -> reasons.add("the freeze '" + freeze.name() + "' covers it, from " + freeze.first()
                        + " to " + freeze.last()));
        for (Booking booking : taken) {
            if (booking.overlaps(from, until)) {
                need.people().forEach((account, name) -> {
                    if (booking.people().contains(account)) {
                        reasons.add(name + " is at a training of " + booking.team() + " then");
                    }
                });
            }
        }
        for (Commitment other : others) {
            if (other.day().equals(day)) {
                need.people().forEach((account, name) -> {
                    if (other.busy().contains(account)) {
                        reasons.add(name + " is needed that day by " + other.team() + ", which "
                                + (other.agreed() ? "goes live then" : "may go live then"));
                    }
                });
            }
        }
        return reasons;
    }

    private String words() {
        String days = new TreeSet<>(hours.days())
                .stream()
                        .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
                        .collect(Collectors.joining(", "));
        return days + ", " + hours.from() + " to "
                + (hours.until().equals(LocalTime.MIDNIGHT) ? "24:00" : hours.until()) + ", " + hours.zone()
                + (hours.holidays().isEmpty() ? "" : ", but on no holiday");
    }
}
