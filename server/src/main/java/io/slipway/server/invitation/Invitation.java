package io.slipway.server.invitation;

import io.slipway.rollout.people.Person;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.feed.CalendarText;
import io.slipway.server.notification.Letters;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.Cn;
import net.fortuna.ical4j.model.parameter.PartStat;
import net.fortuna.ical4j.model.parameter.Role;
import net.fortuna.ical4j.model.parameter.Rsvp;
import net.fortuna.ical4j.model.property.Attendee;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Organizer;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;

/**
 * An invitation as iCalendar, for one reader (RFC 5546): mail programs answer for their reader only.
 *
 * @param uid the same however often it is moved, so that mail programs move what they show
 * @param sequence iCalendar's SEQUENCE, which each move raises
 * @param place a link or a room; may be empty
 * @param status {@code TENTATIVE} or {@code CONFIRMED}
 * @param organizer address that answers go to
 */
public record Invitation(
        String uid,
        int sequence,
        String title,
        CalendarEntry.When when,
        String place,
        String status,
        Person reader,
        String organizer,
        String description) {

    /**
     * A mail to its reader: the description as its text, with the part that mail programs act on.
     *
     * @param part such as {@code Invitation::request}
     */
    public Letters.Text letter(String subject, Function<Invitation, Letters.CalendarPart> part) {
        return new Letters.Text(subject, description, Optional.of(organizer), Optional.of(part.apply(this)));
    }

    public Letters.CalendarPart request() {
        return part("REQUEST", status, sequence);
    }

    /** Its SEQUENCE is that of the next move, which no invitation can have had yet. */
    public Letters.CalendarPart cancel() {
        return part("CANCEL", Status.VALUE_CANCELLED, sequence + 1);
    }

    /** For one reader who is asked no more: the others keep it, and may have it as it is, so SEQUENCE does not rise. */
    public Letters.CalendarPart uninvite() {
        return part("CANCEL", Status.VALUE_CANCELLED, sequence);
    }

    /** The answer to another time that a mail program proposed and that cannot be had: it stays as it was. */
    public Letters.CalendarPart declineCounter() {
        return part("DECLINECOUNTER", status, sequence);
    }

    private Letters.CalendarPart part(String method, String shown, int number) {
        VEvent event = CalendarText.event(uid, title, when, shown);
        event.add(new Sequence(number));
        event.add(new Organizer(mailto(organizer)));
        event.add(attendee());
        if (!place.isEmpty()) {
            event.add(new Location(place));
        }
        event.add(new Description(description));
        Calendar calendar = CalendarText.calendar(method);
        calendar.add(event);
        return new Letters.CalendarPart(method, CalendarText.text(calendar));
    }

    private Attendee attendee() {
        Attendee attendee = new Attendee(mailto(reader.email()));
        attendee.add(new Cn(reader.name()));
        attendee.add(Role.REQ_PARTICIPANT);
        attendee.add(PartStat.NEEDS_ACTION);
        attendee.add(Rsvp.TRUE);
        return attendee;
    }

    private static URI mailto(String address) {
        try {
            return new URI("mailto", address, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("any text can be quoted", e);
        }
    }
}
