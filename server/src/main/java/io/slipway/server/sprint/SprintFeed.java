package io.slipway.server.sprint;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.calendar.Sprint;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.CalendarComponent;

/** The whole-day entries of an iCalendar text, as sprints. */
final class SprintFeed {
    private SprintFeed() {}

    /** @throws SlipwayException {@code sprints-unreadable} */
    static List<Sprint> sprints(String text) {
        List<Sprint> sprints = new ArrayList<>();
        for (CalendarComponent entry : entries(text)) {
            String start = value(entry, Property.DTSTART);
            boolean cancelled = value(entry, Property.STATUS).equalsIgnoreCase("CANCELLED");
            if (!entry.getName().equals(Component.VEVENT) || cancelled || !start.matches("\\d{8}")) {
                continue;
            }
            String name = value(entry, Property.SUMMARY).replaceAll("\\s+", " ").strip();
            if (!value(entry, Property.RRULE).isEmpty()) {
                throw unreadable("The entry '" + name + "' repeats; each sprint needs an entry of its own.");
            }
            LocalDate first = day(start);
            sprints.add(new Sprint(name.isEmpty() ? start : name, first, last(entry, first)));
        }
        return sprints;
    }

    private static List<CalendarComponent> entries(String text) {
        try {
            return new CalendarBuilder()
                    .build(new StringReader(text))
                    .getComponentList()
                    .getAll();
        } catch (IOException | ParserException | RuntimeException e) {
            // The library also throws what it does not declare, on texts that are no calendar.
            throw unreadable("What is there is no iCalendar text.").causedBy(e);
        }
    }

    private static LocalDate last(CalendarComponent entry, LocalDate first) {
        String end = value(entry, Property.DTEND);
        if (end.matches("\\d{8}")) {
            // DTEND is the first day after it.
            return day(end).isAfter(first) ? day(end).minusDays(1) : first;
        }
        String duration = value(entry, Property.DURATION);
        try {
            return duration.isEmpty()
                    ? first
                    : first.plus(Period.parse(duration)).minusDays(1);
        } catch (DateTimeException e) {
            throw unreadable("An entry lasts '" + duration + "', which is no number of days.")
                    .causedBy(e);
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            throw unreadable("An entry begins or ends on '" + text + "', which is no day.")
                    .causedBy(e);
        }
    }

    private static String value(CalendarComponent entry, String name) {
        return entry.getPropertyList().getAll().stream()
                .filter(property -> property.getName().equalsIgnoreCase(name))
                .findFirst()
                .map(Property::getValue)
                .orElse("");
    }

    private static SlipwayException unreadable(String message) {
        return SlipwayException.of(
                ErrorCode.SPRINTS_UNREADABLE, message, "Look at the calendar that the rollout file names.");
    }
}
