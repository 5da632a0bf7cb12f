package io.slipway.server.sprint;

import io.slipway.rollout.calendar.Sprint;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.CalendarComponent;

/**
 * The whole-day entries of an iCalendar text, as sprints. One that repeats is a sprint each time, numbered from 1; a time
 * that was moved, renamed or cancelled by an entry of its own (RECURRENCE-ID) is as that entry says.
 */
final class SprintFeed {
    /** Which time of which entry. */
    private record Time(String uid, LocalDate day) {}

    private final Map<Time, CalendarComponent> changed = new HashMap<>();
    private final LocalDate until;

    private SprintFeed(LocalDate until) {
        this.until = until;
    }

    /**
     * @param until the last day on which a sprint may begin that repeats another
     * @throws io.slipway.release.error.SlipwayException {@code sprints-unreadable}
     */
    static List<Sprint> sprints(String text, LocalDate until) {
        List<CalendarComponent> entries = entries(text).stream()
                .filter(entry -> entry.getName().equals(Component.VEVENT))
                .toList();
        SprintFeed feed = new SprintFeed(until);
        for (CalendarComponent entry : entries) {
            String replaces = FeedValue.of(entry, Property.RECURRENCE_ID);
            if (FeedValue.isDay(replaces)) {
                feed.changed.put(new Time(FeedValue.of(entry, Property.UID), FeedValue.day(replaces)), entry);
            }
        }
        List<Sprint> sprints = new ArrayList<>();
        for (CalendarComponent entry : entries) {
            boolean whole = FeedValue.isDay(FeedValue.of(entry, Property.DTSTART));
            if (whole && FeedValue.of(entry, Property.RECURRENCE_ID).isEmpty()) {
                sprints.addAll(feed.sprints(entry));
            }
        }
        return sprints;
    }

    private List<Sprint> sprints(CalendarComponent entry) {
        LocalDate first = FeedValue.day(FeedValue.of(entry, Property.DTSTART));
        if (FeedValue.of(entry, Property.RRULE).isEmpty()
                && FeedValue.days(entry, Property.RDATE).isEmpty()) {
            return sprint(entry, Optional.empty()).stream().toList();
        }
        String name = name(entry);
        long days = ChronoUnit.DAYS.between(first, last(entry, first));
        List<Sprint> sprints = new ArrayList<>();
        int number = 0;
        for (LocalDate day : RepeatedDays.of(entry, name, first, until)) {
            String own = name + " " + ++number;
            Optional<CalendarComponent> other =
                    Optional.ofNullable(changed.get(new Time(FeedValue.of(entry, Property.UID), day)));
            if (other.isEmpty()) {
                if (!FeedValue.cancelled(entry)) {
                    sprints.add(new Sprint(own, day, day.plusDays(days)));
                }
            } else {
                boolean renamed = !name(other.get()).equals(name);
                sprint(other.get(), renamed ? Optional.empty() : Optional.of(own))
                        .ifPresent(sprints::add);
            }
        }
        return sprints;
    }

    /** Empty for one that was cancelled. */
    private static Optional<Sprint> sprint(CalendarComponent entry, Optional<String> name) {
        String start = FeedValue.of(entry, Property.DTSTART);
        if (FeedValue.cancelled(entry) || !FeedValue.isDay(start)) {
            return Optional.empty();
        }
        LocalDate first = FeedValue.day(start);
        return Optional.of(new Sprint(name.orElse(name(entry)), first, last(entry, first)));
    }

    private static String name(CalendarComponent entry) {
        String name =
                FeedValue.of(entry, Property.SUMMARY).replaceAll("\\s+", " ").strip();
        return name.isEmpty() ? FeedValue.of(entry, Property.DTSTART) : name;
    }

    private static List<CalendarComponent> entries(String text) {
        try {
            return new CalendarBuilder()
                    .build(new StringReader(text))
                    .getComponentList()
                    .getAll();
        } catch (IOException | ParserException | RuntimeException e) {
            // The library also throws what it does not declare, on texts that are no calendar.
            throw FeedValue.unreadable("What is there is no iCalendar text.").causedBy(e);
        }
    }

    private static LocalDate last(CalendarComponent entry, LocalDate first) {
        String end = FeedValue.of(entry, Property.DTEND);
        if (FeedValue.isDay(end)) {
            // DTEND is the first day after it.
            LocalDate after = FeedValue.day(end);
            return after.isAfter(first) ? after.minusDays(1) : first;
        }
        String duration = FeedValue.of(entry, Property.DURATION);
        try {
            return duration.isEmpty()
                    ? first
                    : first.plus(Period.parse(duration)).minusDays(1);
        } catch (DateTimeException e) {
            throw FeedValue.unreadable("An entry lasts '" + duration + "', which is no number of days.")
                    .causedBy(e);
        }
    }
}
