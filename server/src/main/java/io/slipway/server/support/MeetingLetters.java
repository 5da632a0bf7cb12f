package io.slipway.server.support;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.invitation.Correspondence;
import io.slipway.server.invitation.Invitation;
import io.slipway.server.notification.Letters;
import io.slipway.server.rollout.ServedRollout;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Writes mails about the meetings of L2 and L3: invitations, one for each reader, and what answers get back. */
public final class MeetingLetters {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private final Correspondence mails;

    public MeetingLetters(Correspondence mails) {
        this.mails = mails;
    }

    /** Where answers go; empty while no mail server is set, and nothing can be written. */
    Optional<String> organizer(Handle handle) {
        return mails.organizer(handle);
    }

    /**
     * What is written of.
     *
     * @param organizer address that answers go to
     * @param agenda as it is now
     */
    record Occasion(ServedRollout rollout, InvitedMeeting invited, String organizer, String agenda) {
        private String title() {
            return rollout.rollout().title() + ": L2 meets L3";
        }

        ZoneId zone() {
            return rollout.rollout()
                    .support()
                    .map(Support::tiers)
                    .flatMap(tiers -> Optional.ofNullable(tiers.get(Tier.L2)))
                    .map(tier -> tier.terms().hours().zone())
                    .orElse(rollout.rollout().calendar().zone());
        }

        private Invitation calendar(Person reader, int sequence, String text) {
            Meeting meeting = invited.meeting();
            return new Invitation(
                    new MeetingUid(rollout.team(), meeting.day()).text(),
                    sequence,
                    title(),
                    new CalendarEntry.When.Times(meeting.from(), meeting.until()),
                    meeting.link(),
                    "CONFIRMED",
                    reader,
                    organizer,
                    text);
        }
    }

    void invite(Handle handle, Occasion occasion, Person reader) {
        Meeting meeting = occasion.invited().meeting();
        String text = "L2 and L3 of " + occasion.rollout().rollout().title() + " meet on " + when(occasion) + "."
                + (meeting.link().isEmpty() ? "" : "\nJoin: " + meeting.link())
                + "\n\nOn the agenda now:\n" + occasion.agenda()
                + "\n\nThe agenda as it will be then, and what was decided:\n" + page(occasion.rollout()) + "\n";
        write(
                handle,
                occasion,
                reader,
                (occasion.invited().sequence() == 0 ? "" : "Changed: ") + subject(occasion),
                occasion.calendar(reader, occasion.invited().sequence(), text),
                Invitation::request);
    }

    void cancel(Handle handle, Occasion occasion, Person reader) {
        String text = occasion.invited().people().isEmpty()
                ? "L2 and L3 of " + occasion.rollout().rollout().title() + " do not meet on " + when(occasion)
                        + " any more.\n"
                : "You are no member of L2 or L3 of "
                        + occasion.rollout().rollout().title() + " any more: their meeting on " + when(occasion)
                        + " is without you.\n";
        write(
                handle,
                occasion,
                reader,
                "Cancelled: " + subject(occasion),
                // it is cancelled by the change that raised SEQUENCE already
                occasion.calendar(reader, occasion.invited().sequence() - 1, text),
                Invitation::cancel);
    }

    /** What another time gets back, once; the manager is told of it. */
    void notMoved(Handle handle, Occasion occasion, Person reader, String other) {
        String proposed = other.isEmpty() ? "" : " (" + other + ")";
        Person manager = occasion.rollout().rollout().manager();
        String key = occasion.invited().meeting().day() + "."
                + occasion.rollout().team() + ":" + occasion.invited().sequence() + ":" + reader.key() + ":" + other;
        String text = "A mail in your name proposes another time" + proposed + " for the meeting of L2 and L3 of "
                + occasion.rollout().rollout().title() + " on " + when(occasion)
                + ". It stays as it was: its time is that of the rollout file, for all who meet. " + manager.name()
                + " was told.\n\nThe meetings:\n" + page(occasion.rollout()) + "\n";
        mails.writeOnce(
                handle,
                "meeting-counter:" + key,
                occasion.rollout(),
                reader,
                occasion.calendar(reader, occasion.invited().sequence(), text)
                        .letter("Not moved: " + subject(occasion), Invitation::declineCounter));
        mails.writeOnce(
                handle,
                "meeting-countered:" + key,
                occasion.rollout(),
                manager,
                new Letters.Text(
                        reader.name() + " proposes another time: " + subject(occasion),
                        "A mail in the name of " + reader.name() + " proposes another time" + proposed
                                + " for the meeting of L2 and L3 of "
                                + occasion.rollout().rollout().title() + " on " + when(occasion)
                                + ". It stays as it was, and they were told so. When they meet is said by the section"
                                + " support of the rollout file.\n\n"
                                + page(occasion.rollout()) + "\n",
                        Optional.empty(),
                        Optional.empty()));
    }

    /** What an answer gets back, once, to a time that the meeting does not have any more. */
    void superseded(Handle handle, Occasion occasion, Person reader, int sequence) {
        InvitedMeeting invited = occasion.invited();
        mails.writeOnce(
                handle,
                "meeting-superseded:" + invited.meeting().day() + "."
                        + occasion.rollout().team() + ":" + sequence + ":" + invited.sequence() + ":" + reader.key(),
                occasion.rollout(),
                reader,
                new Letters.Text(
                        "Your answer is about a time that does not stand any more",
                        "A mail in your name answers an invitation to a meeting of L2 and L3 of "
                                + occasion.rollout().rollout().title()
                                + " that was moved or cancelled meanwhile. It was not counted.\n\n"
                                + (invited.people().contains(reader.key())
                                        ? "It is on " + when(occasion) + ". Answer the newer invitation."
                                        : "It takes place no more, or without you.")
                                + "\n\n" + page(occasion.rollout()) + "\n",
                        Optional.of(occasion.organizer()),
                        Optional.empty()));
    }

    private void write(
            Handle handle,
            Occasion occasion,
            Person reader,
            String subject,
            Invitation invitation,
            Function<Invitation, Letters.CalendarPart> part) {
        mails.write(handle, occasion.rollout(), CaseLedger.SERVER, reader, invitation.letter(subject, part));
    }

    private static String subject(Occasion occasion) {
        return occasion.title() + " on "
                + DAY.format(occasion.invited().meeting().from().atZone(occasion.zone()));
    }

    private static String when(Occasion occasion) {
        ZonedDateTime from = occasion.invited().meeting().from().atZone(occasion.zone());
        ZonedDateTime until = occasion.invited().meeting().until().atZone(occasion.zone());
        return DAY.format(from) + ", from " + TIME.format(from) + " to " + TIME.format(until) + " ("
                + occasion.zone().getId() + ")";
    }

    private String page(ServedRollout rollout) {
        return mails.link(rollout, "/meetings");
    }
}
