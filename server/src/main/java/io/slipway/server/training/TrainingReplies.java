package io.slipway.server.training;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.server.invitation.Reply;
import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes answers to invitations to sessions. They count at once, marked as a mail's: whether somebody means to come
 * decides nothing; that they came is written down by who was there.
 */
public final class TrainingReplies implements MailTaker {
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final TrainingInvitations invitations;
    private final Clock clock;

    public TrainingReplies(Rollouts rollouts, TrainingBook book, TrainingInvitations invitations, Clock clock) {
        this.rollouts = rollouts;
        this.book = book;
        this.invitations = invitations;
        this.clock = clock;
    }

    @Override
    public Optional<Taken> take(Handle handle, ReceivedMail mail) {
        return mail.calendar()
                .flatMap(Reply::of)
                .flatMap(reply -> SessionUid.of(reply.uid())
                        .map(uid -> Optional.ofNullable(rollouts.byTeam(handle).get(uid.team()))
                                .map(served -> take(handle, served, uid.number(), mail, reply))
                                .orElse(new Taken(
                                        "", "stranger", "There is no rollout of the team '" + uid.team() + "'."))));
    }

    private Taken take(Handle handle, ServedRollout served, long number, ReceivedMail mail, Reply reply) {
        Optional<Session> known = book.sessions(handle, served).find(number);
        if (known.isEmpty()) {
            return taken(served, "stranger", "The team has no session " + number + " of a training.");
        }
        Session session = book.locked(handle, served, number);
        Optional<Person> person = session.plan().everybody().stream()
                .flatMap(key -> served.rollout().people().find(key).stream())
                .filter(each -> each.email().equals(mail.sender()))
                .findFirst();
        if (person.isEmpty()) {
            return taken(served, "stranger", "Its sender is not invited to session " + number + ".");
        }
        if (!reply.attendee().equals(mail.sender())) {
            return taken(served, "stranger", "It answers in the name of " + reply.attendee() + ".");
        }
        if (reply.sequence() > session.sequence()) {
            return taken(served, "stranger", "It answers a time (SEQUENCE " + reply.sequence() + ") that never was.");
        }
        if (!session.stands() || reply.sequence() < session.sequence()) {
            invitations.superseded(handle, served, session, reply.sequence(), person.get());
            return taken(served, "superseded", "It answers SEQUENCE " + reply.sequence() + ", which does not stand.");
        }
        if (reply.counter().isPresent()) {
            String other =
                    reply.counter().get().shown(served.rollout().calendar().zone());
            invitations.notMoved(handle, served, session, person.get(), other);
            return taken(
                    served,
                    "undecided",
                    person.get().name() + " proposes another time" + (other.isEmpty() ? "" : " (" + other + ")")
                            + " for session " + session.number()
                            + "; it was turned down, and who may move the session was told.");
        }
        return reply.yes()
                .map(yes -> answered(handle, served, session, person.get(), yes))
                .orElseGet(() -> taken(served, "undecided", "It says neither yes nor no."));
    }

    private Taken answered(Handle handle, ServedRollout served, Session session, Person person, boolean yes) {
        TrainingEvent.Answered before = session.answers().get(person.key());
        if (before != null && before.yes() == yes) {
            return taken(served, "known", person.name() + " said so already.");
        }
        book.append(
                handle,
                served,
                new TrainingEvent.Answered(
                        session.number(), session.sequence(), yes, true, person.key(), clock.instant()));
        return taken(
                served,
                "answered",
                person.name() + (yes ? " comes to" : " does not come to") + " session " + session.number() + ".");
    }

    private static Taken taken(ServedRollout served, String outcome, String note) {
        return new Taken(served.team(), outcome, note);
    }
}
