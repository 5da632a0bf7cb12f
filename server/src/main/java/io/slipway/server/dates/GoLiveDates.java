package io.slipway.server.dates;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.DateEvent;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.calendar.Offers;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.rollout.Evidence;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.server.sprint.KnownSprints;
import io.slipway.server.sprint.SprintCalendars;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** A team's go-live date: proposed by who looks after the rollout, agreed by every stakeholder, or moved. */
public final class GoLiveDates {
    private static final int LONGEST_REASON = 500;
    private final Store store;
    private final Rollouts rollouts;
    private final RolloutLedger ledger;
    private final SprintCalendars sprints;
    private final Commitments commitments;
    private final Invitations invitations;
    private final Evidence evidence;
    private final Clock clock;

    public GoLiveDates(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            SprintCalendars sprints,
            Commitments commitments,
            Invitations invitations,
            Evidence evidence,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.sprints = sprints;
        this.commitments = commitments;
        this.invitations = invitations;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * A date that somebody wants.
     *
     * @param meant although the sprints it rests on were not read for a day
     */
    public record Wish(LocalDate date, String reason, boolean meant) {}

    public Agreement agreement(ServedRollout served) {
        return store.read(handle -> agreement(handle, served));
    }

    /** In a transaction that is under way. */
    public Agreement agreement(Handle handle, ServedRollout served) {
        return agreement(served, ledger.events(handle, served.team(), Topic.DATES, 0));
    }

    /** Those of several teams at once, by team. */
    Map<String, Agreement> agreements(Handle handle, List<ServedRollout> all) {
        Map<String, List<AuditEvent>> events =
                ledger.events(handle, all.stream().map(ServedRollout::team).toList(), Topic.DATES);
        return all.stream()
                .collect(Collectors.toMap(
                        ServedRollout::team,
                        served -> agreement(served, events.getOrDefault(served.team(), List.of()))));
    }

    private static Agreement agreement(ServedRollout served, List<AuditEvent> events) {
        return Agreement.of(
                DateEvents.of(events),
                served.rollout().stakeholders().stream().map(Person::key).toList(),
                served.rollout().agreement());
    }

    public Offers offers(Caller caller, ServedRollout served) {
        return store.read(handle -> offers(handle, caller, served));
    }

    private Offers offers(Handle handle, Caller caller, ServedRollout served) {
        return new Offers(
                sprints.of(handle, served).calendar(),
                commitments.ofOthers(handle, served, caller),
                commitments.helpers(served),
                clock);
    }

    /**
     * Proposes a date where none stands.
     *
     * @throws SlipwayException {@code date-refused} with the days that could be had, {@code sprints-stale},
     *     {@code date-superseded} when one stands already
     */
    public Agreement propose(Caller caller, String project, Wish wish) {
        ServedRollout served = rollouts.of(project);
        return store.write(handle -> {
            Agreement before = agreement(handle, served);
            before.proposal().ifPresent(p -> {
                throw superseded(p.date() + " is proposed already.", "Move it, or withdraw it first.");
            });
            return date(handle, caller, served, before, wish, DateEvents.PROPOSED);
        });
    }

    /**
     * Moves the date that stands: its SEQUENCE rises, and every vote is void.
     *
     * @param sequence of the date that was seen
     * @throws SlipwayException as {@link #propose}
     */
    public Agreement move(Caller caller, String project, int sequence, Wish wish) {
        ServedRollout served = rollouts.of(project);
        return store.write(handle -> {
            Agreement before = agreement(handle, served);
            Proposal standing = standing(before, sequence);
            if (standing.date().equals(wish.date())) {
                throw SlipwayException.of(ErrorCode.DATE_REFUSED, "It is on " + wish.date() + " already.", "");
            }
            return date(handle, caller, served, before, wish, DateEvents.MOVED);
        });
    }

    private Agreement date(
            Handle handle, Caller caller, ServedRollout served, Agreement before, Wish wish, String action) {
        int next = before.lastSequence() + 1;
        String reason = reason(wish.reason());
        checkSprints(sprints.of(handle, served), wish);
        ledger.append(
                handle,
                served,
                Topic.DATES,
                caller.name(),
                action,
                served.team(),
                DateEvents.date(next, wish.date(), reason));
        // Only now, for events of all teams line up: nobody else can take this sequence or the same people's day any
        // more.
        Agreement after = kept(handle, served, caller.name());
        Optional<Proposal> ours = after.proposal().filter(p -> p.is(next, wish.date()));
        boolean first = dated(handle, served, next) == 1;
        if (ours.isEmpty()
                || !first
                || before.proposal()
                        .filter(p -> p.round() != ours.get().round())
                        .isPresent()) {
            throw superseded("Somebody else was quicker.", "Look at the date that stands now.");
        }
        check(offers(handle, caller, served), wish.date());
        if (after.asked().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.POLICY_UNSATISFIABLE,
                    "You are the only stakeholder, and a proposer's own yes does not count.",
                    "Have somebody else propose it, or name another stakeholder in the rollout file.");
        }
        invitations.request(handle, served, after, caller.name(), reason);
        return after;
    }

    private long dated(Handle handle, ServedRollout served, int sequence) {
        return DateEvents.of(ledger.events(handle, served.team(), Topic.DATES, 0)).stream()
                .filter(event -> event instanceof DateEvent.Proposed proposed && proposed.sequence() == sequence)
                .count();
    }

    private void checkSprints(KnownSprints known, Wish wish) {
        if (known.stale(clock.instant()) && !wish.meant()) {
            throw SlipwayException.of(
                    ErrorCode.SPRINTS_STALE,
                    known.lastRead()
                            .map(at -> "The sprints were last read at " + at + ", more than a day ago.")
                            .orElse("The sprints could not be read yet."),
                    "Have them read again, or say that the date is meant nevertheless.");
        }
    }

    private void check(Offers offers, LocalDate date) {
        List<String> refused = offers.refused(date);
        if (!refused.isEmpty()) {
            List<Offers.Day> nearest = offers.nearest(date, 3);
            throw SlipwayException.of(
                    ErrorCode.DATE_REFUSED,
                    date + " cannot be taken: " + String.join("; ", refused) + ".",
                    nearest.isEmpty()
                            ? "No first day of a sprint to come is free; add sprints, or shorten a freeze."
                            : "The nearest that can: "
                                    + String.join(
                                            ", ",
                                            nearest.stream()
                                                    .map(day -> day.date() + " ("
                                                            + day.sprint().name() + ")")
                                                    .toList())
                                    + ".");
        }
    }

    /**
     * A stakeholder's yes or no; the last that one gives holds.
     *
     * @throws SlipwayException {@code not-allowed} for who is none, {@code date-superseded}, {@code date-refused} for a
     *     counter-proposal that cannot be had
     */
    public Agreement vote(Caller caller, String project, Vote vote) {
        ServedRollout served = rollouts.of(project);
        if (served.rollout().stakeholders().stream().noneMatch(s -> s.key().equals(caller.name()))) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "The rollout file does not name you as a stakeholder.",
                    "Whoever looks after the rollout can add you there.");
        }
        Vote given = new Vote(vote.sequence(), vote.date(), vote.yes(), reason(vote.reason()), vote.instead());
        if (!given.yes() && given.reason().isEmpty()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "A no needs a reason.", "Say what stands against it.");
        }
        if (given.yes() && given.instead().isPresent()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "Another date goes with a no.", "");
        }
        return store.write(handle -> {
            given.instead().ifPresent(instead -> check(offers(handle, caller, served), instead));
            ledger.append(
                    handle,
                    served,
                    Topic.DATES,
                    caller.name(),
                    DateEvents.VOTED,
                    served.team(),
                    DateEvents.vote(given));
            // The events decide whether it counts; in the transaction, after those of everybody else.
            Agreement after = kept(handle, served, caller.name());
            if (given.date()
                    .atStartOfDay(served.rollout().calendar().zone())
                    .toInstant()
                    .isBefore(clock.instant())) {
                throw SlipwayException.of(
                        ErrorCode.DATE_REFUSED, "That day has begun already.", "Move the date to one to come.");
            }
            if (after.proposal()
                    .filter(p -> p.is(given.sequence(), given.date()))
                    .isEmpty()) {
                throw superseded(
                        after.proposal()
                                .map(p -> "The date is " + p.date() + " now (SEQUENCE " + p.sequence() + ").")
                                .orElse("No date stands any more."),
                        "Look at it again before you say anything.");
            }
            tell(handle, served, beforeLast(handle, served), after, caller.name(), given);
            return after;
        });
    }

    /** Without the event that this transaction has just added: events of all teams line up. */
    private Agreement beforeLast(Handle handle, ServedRollout served) {
        List<AuditEvent> events = ledger.events(handle, served.team(), Topic.DATES, 0);
        return agreement(served, events.subList(0, events.size() - 1));
    }

    private void tell(
            Handle handle, ServedRollout served, Agreement before, Agreement after, String voter, Vote given) {
        if (after.agreed()) {
            if (!before.agreed()) {
                invitations.agreed(handle, served, after, voter);
            }
            return;
        }
        if (given.yes()) {
            return;
        }
        Proposal proposal = after.proposal().orElseThrow();
        String why =
                served.rollout().people().find(voter).map(Person::name).orElse(voter) + " says no: " + given.reason()
                        + given.instead()
                                .map(day -> "\nRather: " + Invitations.day(day) + ".")
                                .orElse("");
        if (before.agreed()) {
            invitations.notAgreedAnyMore(handle, served, proposal, voter, why);
        } else {
            invitations.refused(handle, served, proposal, voter, why);
        }
    }

    /** @throws SlipwayException {@code date-superseded} */
    public Agreement withdraw(Caller caller, String project, int sequence, String reason) {
        ServedRollout served = rollouts.of(project);
        return store.write(handle -> {
            Agreement before = agreement(handle, served);
            Proposal standing = standing(before, sequence);
            ledger.append(
                    handle,
                    served,
                    Topic.DATES,
                    caller.name(),
                    DateEvents.WITHDRAWN,
                    served.team(),
                    DateEvents.date(sequence, standing.date(), reason(reason)));
            Agreement after = kept(handle, served, caller.name());
            if (after.proposal().isPresent()) {
                throw superseded("It was moved meanwhile.", "Look at it again.");
            }
            invitations.cancel(handle, served, standing, caller.name(), reason(reason));
            return after;
        });
    }

    /** Invites all again who have not said yes to the date that stands. */
    public Agreement inviteAgain(Caller caller, String project) {
        ServedRollout served = rollouts.of(project);
        return store.write(handle -> {
            Agreement now = agreement(handle, served);
            if (now.proposal().isEmpty()) {
                throw superseded("No date stands.", "Propose one first.");
            }
            invitations.request(handle, served, now, caller.name(), "");
            return now;
        });
    }

    private Agreement kept(Handle handle, ServedRollout served, String actor) {
        Agreement agreement = agreement(handle, served);
        DateTable.keep(handle, served, agreement);
        evidence.outdated(handle, served, actor, Set.of(Standard.DATE_AGREED), "the date or a vote on it changed");
        return agreement;
    }

    private static Proposal standing(Agreement agreement, int sequence) {
        return agreement
                .proposal()
                .filter(p -> p.sequence() == sequence)
                .orElseThrow(() -> superseded(
                        agreement
                                .proposal()
                                .map(p -> "The date is " + p.date() + " now (SEQUENCE " + p.sequence() + ").")
                                .orElse("No date stands."),
                        "Look at it again."));
    }

    private static String reason(String text) {
        String reason = text.strip();
        if (reason.length() > LONGEST_REASON) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "A reason has at most " + LONGEST_REASON + " characters.", "");
        }
        return reason;
    }

    private static SlipwayException superseded(String message, String help) {
        return SlipwayException.of(ErrorCode.DATE_SUPERSEDED, message, help);
    }
}
