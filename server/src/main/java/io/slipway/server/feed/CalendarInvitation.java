package io.slipway.server.feed;

import io.slipway.rollout.people.Person;
import io.slipway.server.feed.CalendarEntry.When;
import java.net.URI;
import java.net.URISyntaxException;
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
import net.fortuna.ical4j.model.property.Transp;
import net.fortuna.ical4j.model.property.Uid;

/**
 * An invitation as iCalendar, for one reader (RFC 5546): mail programs answer for their reader only. A whole day is the
 * same in every zone, and keeps nobody busy.
 *
 * @param entry with the UID as its id, the same for all moves, so that mail programs move what they show
 * @param sequence rises with each change
 * @param place where, such as a link; may be empty
 * @param organizer address that answers go to
 */
public record CalendarInvitation(CalendarEntry entry, int sequence, String place, String organizer, Person reader) {

    /** {@code REQUEST}. */
    public String request() {
        return text("REQUEST", entry.status());
    }

    /** {@code CANCEL}. */
    public String cancel() {
        return text("CANCEL", Status.VALUE_CANCELLED);
    }

    private String text(String method, String status) {
        VEvent event = entry.when() instanceof When.Days days
                ? new VEvent(days.first(), days.last().plusDays(1), entry.title())
                : new VEvent(((When.Times) entry.when()).from(), ((When.Times) entry.when()).until(), entry.title());
        event.add(new Uid(entry.id()));
        event.add(new Sequence(sequence));
        event.add(new Organizer(mailto(organizer)));
        event.add(attendee());
        event.add(new Status(status));
        event.add(new Transp(entry.when() instanceof When.Days ? Transp.VALUE_TRANSPARENT : Transp.VALUE_OPAQUE));
        if (!place.isEmpty()) {
            event.add(new Location(place));
        }
        event.add(new Description(entry.description()));
        Calendar calendar = CalendarText.empty(method);
        calendar.add(event);
        return CalendarText.of(calendar);
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
