package io.slipway.server.dates;

import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.people.Person;
import io.slipway.server.rollout.ServedRollout;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.Cn;
import net.fortuna.ical4j.model.parameter.PartStat;
import net.fortuna.ical4j.model.parameter.Role;
import net.fortuna.ical4j.model.parameter.Rsvp;
import net.fortuna.ical4j.model.property.Attendee;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.Organizer;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Transp;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** Invitations as iCalendar, for one reader each (RFC 5546). The day is a whole one: it is the same in every zone. */
final class InvitationText {
    private InvitationText() {}

    /** The same for all moves of one date, so that mail programs move what they show. */
    static String uid(ServedRollout served, int round) {
        return "golive." + served.team() + "." + round + "@slipway";
    }

    static String request(
            ServedRollout served, Proposal proposal, Person reader, String organizer, String description) {
        return text(
                "REQUEST",
                Status.VALUE_TENTATIVE,
                proposal.sequence(),
                served,
                proposal,
                reader,
                organizer,
                description);
    }

    /** Its SEQUENCE is that of the next date, which no invitation can have had yet. */
    static String cancel(ServedRollout served, Proposal proposal, Person reader, String organizer, String description) {
        return text(
                "CANCEL",
                Status.VALUE_CANCELLED,
                proposal.sequence() + 1,
                served,
                proposal,
                reader,
                organizer,
                description);
    }

    private static String text(
            String method,
            String status,
            int sequence,
            ServedRollout served,
            Proposal proposal,
            Person reader,
            String organizer,
            String description) {
        VEvent event = new VEvent(
                proposal.date(),
                proposal.date().plusDays(1),
                "Go-live of " + served.rollout().title());
        event.add(new Uid(uid(served, proposal.round())));
        event.add(new Sequence(sequence));
        event.add(new Organizer(mailto(organizer)));
        event.add(attendee(reader));
        event.add(new Status(status));
        event.add(new Transp(Transp.VALUE_TRANSPARENT));
        event.add(new Description(description));
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//Slipway//Rollout//EN"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(ImmutableCalScale.GREGORIAN);
        calendar.add(new Method(method));
        calendar.add(event);
        return text(calendar);
    }

    private static Attendee attendee(Person reader) {
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

    private static String text(Calendar calendar) {
        StringWriter text = new StringWriter();
        try {
            // What people typed is in it: whether a validator likes that must stop no mail.
            new CalendarOutputter(false).output(calendar, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
