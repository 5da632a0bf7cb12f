package io.slipway.server.invitation;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Parameter;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.component.CalendarComponent;

/**
 * An answer to an invitation, as a mail program writes it (METHOD:REPLY, or METHOD:COUNTER for another time).
 * Outlook leaves ORGANIZER out, so it is not asked for.
 *
 * @param uid of the invitation
 * @param sequence that it answers; 0 when it says none
 * @param attendee in whose name it answers: an address in lower case
 * @param yes empty when it says neither yes nor no
 * @param counter the other time that it proposes
 */
public record Reply(String uid, int sequence, String attendee, Optional<Boolean> yes, Optional<OtherTime> counter) {
    private static final String COUNTER = "COUNTER";

    /** Empty for what is no answer to an invitation. */
    public static Optional<Reply> of(String text) {
        Calendar calendar;
        try {
            calendar = new CalendarBuilder().build(new StringReader(text));
        } catch (IOException | ParserException | RuntimeException e) {
            return Optional.empty();
        }
        String method = value(calendar.getPropertyList(), Property.METHOD).toUpperCase(Locale.ROOT);
        if (!method.equals("REPLY") && !method.equals(COUNTER)) {
            return Optional.empty();
        }
        return calendar.getComponentList().getAll().stream()
                .filter(part -> part.getName().equals(Component.VEVENT))
                .flatMap(part -> of(part, method.equals(COUNTER)).stream())
                .findFirst();
    }

    private static Optional<Reply> of(CalendarComponent event, boolean counter) {
        String uid = value(event.getPropertyList(), Property.UID);
        List<Property> attendees = all(event.getPropertyList(), Property.ATTENDEE);
        String sequence = value(event.getPropertyList(), Property.SEQUENCE);
        if (uid.isEmpty() || attendees.size() != 1) {
            return Optional.empty();
        }
        Optional<Parameter> answer = attendees.get(0).getParameter(Parameter.PARTSTAT);
        return Optional.of(new Reply(
                uid,
                sequence.matches("\\d{1,9}") ? Integer.parseInt(sequence) : 0,
                attendees.get(0).getValue().toLowerCase(Locale.ROOT).replaceFirst("^mailto:", ""),
                counter ? Optional.empty() : answer.flatMap(Reply::yes),
                counter ? Optional.of(otherTime(event.getPropertyList())) : Optional.empty()));
    }

    private static OtherTime otherTime(PropertyList properties) {
        return all(properties, Property.DTSTART).stream()
                .findFirst()
                .map(start -> new OtherTime(
                        start.getValue(),
                        start.getParameter(Parameter.TZID)
                                .map(Parameter::getValue)
                                .orElse("")))
                .orElse(new OtherTime("", ""));
    }

    private static Optional<Boolean> yes(Parameter answer) {
        return switch (answer.getValue().toUpperCase(Locale.ROOT)) {
            case "ACCEPTED" -> Optional.of(true);
            case "DECLINED" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static String value(PropertyList properties, String name) {
        return all(properties, name).stream()
                .findFirst()
                .map(Property::getValue)
                .orElse("");
    }

    private static List<Property> all(PropertyList properties, String name) {
        return properties.getAll().stream()
                .filter(property -> property.getName().equalsIgnoreCase(name))
                .toList();
    }
}
