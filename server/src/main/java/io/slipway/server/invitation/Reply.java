package io.slipway.server.invitation;

import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param counter when it proposes another time: DTSTART as it stands there, which may be anything
 */
public record Reply(String uid, int sequence, String attendee, Optional<Boolean> yes, Optional<String> counter) {
    private static final String COUNTER = "COUNTER";
    private static final Pattern START = Pattern.compile("(\\d{8})(T\\d{6}(Z?))?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX");

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
                counter ? Optional.of(value(event.getPropertyList(), Property.DTSTART)) : Optional.empty()));
    }

    /**
     * The other day that it proposes. Outlook makes a time of a whole day, by the clock of whoever answers.
     *
     * @param zone the team's, for a time that is said as UTC
     */
    public Optional<LocalDate> day(ZoneId zone) {
        String start = counter.orElse("");
        Matcher form = START.matcher(start);
        try {
            if (!form.matches()) {
                return Optional.empty();
            }
            return Optional.of(
                    "Z".equals(form.group(3))
                            ? OffsetDateTime.parse(start, TIME)
                                    .atZoneSameInstant(zone)
                                    .toLocalDate()
                            : LocalDate.parse(form.group(1), DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
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
