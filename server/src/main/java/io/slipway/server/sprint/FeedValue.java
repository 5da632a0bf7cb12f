package io.slipway.server.sprint;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.CalendarComponent;

/** What stands in an entry of a calendar that somebody else wrote. */
final class FeedValue {
    private FeedValue() {}

    /** Empty for a property that it does not have. */
    static String of(CalendarComponent entry, String name) {
        return entry.getPropertyList().getAll().stream()
                .filter(property -> property.getName().equalsIgnoreCase(name))
                .findFirst()
                .map(Property::getValue)
                .orElse("");
    }

    /** All whole days of a property that may stand several times, with several days each. */
    static List<LocalDate> days(CalendarComponent entry, String name) {
        return entry.getPropertyList().getAll().stream()
                .filter(property -> property.getName().equalsIgnoreCase(name))
                .flatMap(property -> Arrays.stream(property.getValue().split(",", -1)))
                .filter(FeedValue::isDay)
                .map(FeedValue::day)
                .toList();
    }

    static boolean cancelled(CalendarComponent entry) {
        return of(entry, Property.STATUS).equalsIgnoreCase("CANCELLED");
    }

    static boolean isDay(String text) {
        return text.matches("\\d{8}");
    }

    /** @throws SlipwayException {@code sprints-unreadable} */
    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            throw unreadable("An entry begins or ends on '" + text + "', which is no day.")
                    .causedBy(e);
        }
    }

    static SlipwayException unreadable(String message) {
        return SlipwayException.of(
                ErrorCode.SPRINTS_UNREADABLE, message, "Look at the calendar that the rollout file names.");
    }
}
