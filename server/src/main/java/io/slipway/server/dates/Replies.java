package io.slipway.server.dates;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.DateEvent.Replied;
import io.slipway.rollout.agreement.DateEvent.Voted;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.people.Person;
import io.slipway.server.invitation.Reply;
import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes answers to invitations. None is a vote: anybody can write a sender's name on a mail. One that could be right gets
 * a link under which its person, signed in, confirms it; the others are kept for whoever looks after the rollout.
 */
public final class Replies implements MailTaker {
    private final Rollouts rollouts;
    private final RolloutLedger ledger;
    private final GoLiveDates dates;
    private final Invitations invitations;

    public Replies(Rollouts rollouts, RolloutLedger ledger, GoLiveDates dates, Invitations invitations) {
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.dates = dates;
        this.invitations = invitations;
    }

    @Override
    public Optional<Taken> take(Handle handle, ReceivedMail mail) {
        return mail.calendar()
                .flatMap(Reply::of)
                .flatMap(reply -> DateUid.of(reply.uid())
                        .map(uid -> Optional.ofNullable(rollouts.byTeam(handle).get(uid.team()))
                                .map(served -> take(handle, served, mail, uid.round(), reply))
                                .orElse(new Taken(
                                        "", "stranger", "There is no rollout of the team '" + uid.team() + "'."))));
    }

    private Taken take(Handle handle, ServedRollout served, ReceivedMail mail, int round, Reply reply) {
        Optional<Person> person = served.rollout().stakeholders().stream()
                .filter(p -> p.email().equals(mail.sender()))
                .findFirst();
        if (person.isEmpty()) {
            return taken(served, "stranger", "Its sender is none of the stakeholders.");
        }
        if (!reply.attendee().equals(mail.sender())) {
            return taken(served, "stranger", "It answers in the name of " + reply.attendee() + ".");
        }
        Agreement agreement = dates.agreement(handle, served);
        if (reply.sequence() > agreement.lastSequence()) {
            return taken(served, "stranger", "It answers a date (SEQUENCE " + reply.sequence() + ") that never was.");
        }
        Optional<Proposal> proposal =
                agreement.proposal().filter(p -> p.sequence() == reply.sequence() && p.round() == round);
        if (proposal.isEmpty()) {
            invitations.superseded(handle, served, agreement, reply.sequence(), person.get());
            return taken(served, "superseded", "It answers SEQUENCE " + reply.sequence() + ", which does not stand.");
        }
        if (reply.counter().isPresent()) {
            return countered(handle, served, agreement, person.get(), reply);
        }
        return reply.yes()
                .map(yes -> answered(handle, served, agreement, person.get(), yes, Optional.empty()))
                .orElseGet(() -> taken(served, "undecided", "It says neither yes nor no."));
    }

    /** Another time of the same day is no other day: a go-live takes the whole one. */
    private Taken countered(Handle handle, ServedRollout served, Agreement agreement, Person person, Reply reply) {
        Proposal standing = agreement.proposal().orElseThrow();
        Optional<LocalDate> instead = reply.counter()
                .flatMap(other -> other.day(served.rollout().calendar().zone()));
        if (instead.filter(day -> !day.equals(standing.date())).isPresent()) {
            return answered(handle, served, agreement, person, false, instead);
        }
        invitations.wholeDay(handle, served, standing, person);
        return taken(served, "undecided", "It names no other day, and was told so.");
    }

    private Taken answered(
            Handle handle,
            ServedRollout served,
            Agreement agreement,
            Person person,
            boolean yes,
            Optional<LocalDate> instead) {
        Proposal proposal = agreement.proposal().orElseThrow();
        Voted vote = agreement.votes().get(person.key());
        Replied before = agreement.replies().get(person.key());
        if (vote != null && vote.yes() == yes && vote.instead().equals(instead)
                || before != null && before.yes() == yes && before.instead().equals(instead)) {
            return taken(served, "known", person.name() + " said so already.");
        }
        ledger.append(
                handle,
                served,
                Topic.DATES,
                "slipway",
                DateEvents.REPLIED,
                person.key(),
                DateEvents.reply(proposal.sequence(), yes, instead));
        invitations.confirm(handle, served, proposal, person, yes, instead);
        return taken(
                served,
                "to-confirm",
                person.name() + " has to confirm the " + (yes ? "yes" : "no")
                        + instead.map(day -> " (rather " + day + ")").orElse("") + ", signed in.");
    }

    private static Taken taken(ServedRollout served, String outcome, String note) {
        return new Taken(served.team(), outcome, note);
    }
}
