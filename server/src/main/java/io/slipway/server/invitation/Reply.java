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
 * An answer to an invitation, as a mail program writes it (METHOD:REPLY). Outlook leaves ORGANIZER out, so it is
 * not asked for.
 *
 * @param uid of the invitation
 * @param sequence that it answers; 0 when it says none
 * @param attendee in whose name it answers: an address in lower case
 * @param yes empty when it says neither yes nor no
 */
public record Reply(String uid, int sequence, String attendee, Optional<Boolean> yes) {

    /** Empty for what is no answer to an invitation. */
    public static Optional<Reply> of(String text) {
        Calendar calendar;
        try {
            calendar = new CalendarBuilder().build(new StringReader(text));
        } catch (IOException | ParserException | RuntimeException e) {
            return Optional.empty();
        }
        if (!value(calendar.getPropertyList(), Property.METHOD).equalsIgnoreCase("REPLY")) {
            return Optional.empty();
        }
        return calendar.getComponentList().getAll().stream()
                .filter(part -> part.getName().equals(Component.VEVENT))
                .flatMap(part -> of(part).stream())
                .findFirst();
    }

    private static Optional<Reply> of(CalendarComponent event) {
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
                answer.flatMap(Reply::yes)));
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
