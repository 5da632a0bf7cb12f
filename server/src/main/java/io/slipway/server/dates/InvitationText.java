package io.slipway.server.dates;

import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.people.Person;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.feed.CalendarInvitation;
import io.slipway.server.rollout.ServedRollout;

/** Invitations to a go-live's date as iCalendar. The day is a whole one: it is the same in every zone. */
final class InvitationText {
    private InvitationText() {}

    /** The same for all moves of one date, so that mail programs move what they show. */
    static String uid(ServedRollout served, int round) {
        return "golive." + served.team() + "." + round + "@slipway";
    }

    static String request(
            ServedRollout served, Proposal proposal, Person reader, String organizer, String description) {
        return invitation(served, proposal, proposal.sequence(), reader, organizer, description)
                .request();
    }

    /** Its SEQUENCE is that of the next date, which no invitation can have had yet. */
    static String cancel(ServedRollout served, Proposal proposal, Person reader, String organizer, String description) {
        return invitation(served, proposal, proposal.sequence() + 1, reader, organizer, description)
                .cancel();
    }

    private static CalendarInvitation invitation(
            ServedRollout served,
            Proposal proposal,
            int sequence,
            Person reader,
            String organizer,
            String description) {
        CalendarEntry entry = new CalendarEntry(
                uid(served, proposal.round()),
                "Go-live of " + served.rollout().title(),
                description,
                new CalendarEntry.When.Days(proposal.date(), proposal.date()),
                "TENTATIVE");
        return new CalendarInvitation(entry, sequence, "", organizer, reader);
    }
}
