package io.slipway.server.support;

import io.slipway.rollout.people.Person;
import io.slipway.server.invitation.Reply;
import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes answers to invitations to meetings of L2 and L3. They count at once, as those to trainings do: whether somebody
 * means to come decides nothing.
 */
public final class MeetingReplies implements MailTaker {
    private final Rollouts rollouts;
    private final RolloutLedger ledger;
    private final MeetingLetters letters;

    public MeetingReplies(Rollouts rollouts, RolloutLedger ledger, MeetingLetters letters) {
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.letters = letters;
    }

    @Override
    public Optional<Taken> take(Handle handle, ReceivedMail mail) {
        return mail.calendar()
                .flatMap(Reply::of)
                .flatMap(reply -> MeetingUid.of(reply.uid())
                        .map(uid -> Optional.ofNullable(rollouts.byTeam(handle).get(uid.team()))
                                .map(served -> take(handle, served, uid, mail, reply))
                                .orElse(new Taken(
                                        "", "stranger", "There is no rollout of the team '" + uid.team() + "'."))));
    }

    private Taken take(Handle handle, ServedRollout served, MeetingUid uid, ReceivedMail mail, Reply reply) {
        MeetingInvitations.lock(handle, served);
        Optional<InvitedMeeting> known =
                Optional.ofNullable(InvitedMeeting.of(ledger.events(handle, served.team(), Topic.MEETINGS, 0))
                        .get(uid.day()));
        if (known.isEmpty()) {
            return taken(served, "stranger", "Nobody was invited to a meeting on " + uid.day() + ".");
        }
        InvitedMeeting invited = known.get();
        Optional<Person> person = served.rollout().people().all().stream()
                .filter(each -> each.email().equals(mail.sender()))
                .findFirst();
        if (person.isEmpty()) {
            return taken(served, "stranger", "Its sender is none of the team's people.");
        }
        if (!reply.attendee().equals(mail.sender())) {
            return taken(served, "stranger", "It answers in the name of " + reply.attendee() + ".");
        }
        if (reply.sequence() > invited.sequence()) {
            return taken(served, "stranger", "It answers a time (SEQUENCE " + reply.sequence() + ") that never was.");
        }
        // without an organizer nothing can be written, and the answer counts all the same
        Optional<MeetingLetters.Occasion> occasion =
                letters.organizer(handle).map(from -> new MeetingLetters.Occasion(served, invited, from, ""));
        if (!invited.people().contains(person.get().key()) || reply.sequence() < invited.since()) {
            occasion.ifPresent(about -> letters.superseded(handle, about, person.get(), reply.sequence()));
            return taken(served, "superseded", "It answers SEQUENCE " + reply.sequence() + ", which does not stand.");
        }
        if (reply.counter().isPresent()) {
            String other = occasion.map(about -> reply.counter().get().shown(about.zone()))
                    .orElse("");
            occasion.ifPresent(about -> letters.notMoved(handle, about, person.get(), other));
            return taken(
                    served,
                    "undecided",
                    person.get().name() + " proposes another time" + (other.isEmpty() ? "" : " (" + other + ")")
                            + " for the meeting of " + uid.day() + "; it was turned down, and "
                            + served.rollout().manager().name() + " was told.");
        }
        return reply.yes()
                .map(yes -> answered(handle, served, invited, person.get(), yes))
                .orElseGet(() -> taken(served, "undecided", "It says neither yes nor no."));
    }

    private Taken answered(Handle handle, ServedRollout served, InvitedMeeting invited, Person person, boolean yes) {
        Boolean before = invited.answers().get(person.key());
        if (before != null && before == yes) {
            return taken(served, "known", person.name() + " said so already.");
        }
        ledger.append(
                handle,
                served,
                Topic.MEETINGS,
                CaseLedger.SERVER,
                InvitedMeeting.ANSWERED,
                invited.meeting().day().toString(),
                InvitedMeeting.answer(person.key(), yes));
        return taken(
                served,
                "answered",
                person.name() + (yes ? " comes to" : " does not come to") + " the meeting of "
                        + invited.meeting().day() + ".");
    }

    private static Taken taken(ServedRollout served, String outcome, String note) {
        return new Taken(served.team(), outcome, note);
    }
}
