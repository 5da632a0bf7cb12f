package io.slipway.server.support;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.invitation.Invitation;
import io.slipway.server.notification.Letters;
import io.slipway.server.rollout.ServedRollout;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes invitations to the meetings of L2 and L3, one mail for each reader. */
public final class MeetingLetters {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private final Letters letters;
    private final Optional<URI> links;

    /** @param links where browsers reach this server; empty leaves links out */
    public MeetingLetters(Letters letters, Optional<URI> links) {
        this.letters = letters;
        this.links = links;
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

        private ZoneId zone() {
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
                    "meeting." + meeting.day() + "." + rollout.team() + "@slipway",
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
                text,
                occasion.calendar(reader, occasion.invited().sequence(), text).request());
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
                text,
                // it is cancelled by the change that raised SEQUENCE already
                occasion.calendar(reader, occasion.invited().sequence() - 1, text)
                        .cancel());
    }

    private void write(
            Handle handle,
            Occasion occasion,
            Person reader,
            String subject,
            String text,
            Letters.CalendarPart calendar) {
        letters.write(
                handle,
                occasion.rollout().project(),
                CaseLedger.SERVER,
                reader.email(),
                new Letters.Text(subject, text, Optional.of(occasion.organizer()), Optional.of(calendar)));
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
        String path = "/projects/" + rollout.project() + "/rollout/meetings";
        return links.map(url -> url.resolve(path).toString()).orElse("(the page of meetings in Slipway) " + path);
    }
}
