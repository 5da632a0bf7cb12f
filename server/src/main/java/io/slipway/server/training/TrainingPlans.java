package io.slipway.server.training;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.JoinLink;
import io.slipway.rollout.training.Plan;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.Times;
import io.slipway.rollout.training.Training;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.rollout.training.TrainingKind;
import io.slipway.rollout.training.Trainings;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.dates.Commitments;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.GivenText;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** When sessions are: offered, scheduled, moved and cancelled by who looks after the rollout. */
public final class TrainingPlans {
    private static final int OFFERED = 3;
    private static final int LONGEST_REASON = 500;
    private final Store store;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final Bookings bookings;
    private final GoLiveDates dates;
    private final Commitments commitments;
    private final TrainingInvitations invitations;
    private final SessionMeetings meetings;
    private final Clock clock;

    public TrainingPlans(
            Store store,
            Rollouts rollouts,
            TrainingBook book,
            GoLiveDates dates,
            Commitments commitments,
            TrainingInvitations invitations,
            SessionMeetings meetings,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.book = book;
        this.bookings = new Bookings(rollouts);
        this.dates = dates;
        this.commitments = commitments;
        this.invitations = invitations;
        this.meetings = meetings;
        this.clock = clock;
    }

    /**
     * A session that somebody wants.
     *
     * @param link where people join; empty for that of the rollout file
     * @param people accounts; empty for everybody who must come, has not, and is invited to none, as seats allow
     */
    public record Wish(TrainingKind kind, Instant from, String link, List<String> people) {
        public Wish {
            people = List.copyOf(people);
        }
    }

    /**
     * Times at which a session could begin, the nearest to a wish first.
     *
     * @param people as {@link Wish} has them
     * @throws SlipwayException {@code not-found} for a training that the file does not ask for, {@code request-invalid}
     */
    public List<Instant> offers(
            Caller caller, ServedRollout served, TrainingKind kind, List<String> people, Instant wish, int count) {
        Training training = training(served, kind);
        return store.read(handle -> {
            List<String> needed = people.isEmpty() ? uninvited(handle, served, training) : people;
            Plan plan = plan(training, wish, training.link(), needed);
            return times(handle, caller, served, 0).nearest(wish, need(served, plan), count);
        });
    }

    /** Times to which a session could be moved, the nearest to when it is first. */
    public List<Instant> offers(Caller caller, ServedRollout served, Session session, int count) {
        return store.read(handle -> times(handle, caller, served, session.number())
                .nearest(session.plan().from(), need(served, session.plan()), count));
    }

    /**
     * Schedules a session, and invites everybody who is needed.
     *
     * @throws SlipwayException {@code training-refused} with times that could be had, {@code request-invalid},
     *     {@code not-found} for a training that the file does not ask for
     */
    public Session schedule(Caller caller, String project, Wish wish) {
        ServedRollout served = rollouts.of(project);
        Training training = training(served, wish.kind());
        require(caller, served, training.trainer().key());
        return store.write(handle -> {
            // Before anything is looked at: nobody else can take the same people's time until this is done.
            long number = TrainingBook.next(handle);
            List<String> people = wish.people().isEmpty() ? uninvited(handle, served, training) : wish.people();
            String link = wish.link().isBlank() ? training.link() : wish.link().strip();
            Plan plan = plan(training, wish.from().truncatedTo(ChronoUnit.MINUTES), link, people);
            check(served, training, plan);
            check(handle, caller, served, number, plan);
            Session session = book.append(
                    handle, served, new TrainingEvent.Scheduled(number, plan, caller.name(), clock.instant()));
            invite(handle, served, session, caller, "");
            return session;
        });
    }

    /**
     * Moves a session: its SEQUENCE rises, every answer is void, and everybody is invited again.
     *
     * @param sequence that was seen
     * @throws SlipwayException {@code training-refused}, {@code training-superseded}, {@code not-found}, {@code
     *     not-allowed}
     */
    public Session move(Caller caller, String project, long number, int sequence, Instant to, String reason) {
        ServedRollout served = rollouts.of(project);
        String why = GivenText.limited(reason, LONGEST_REASON);
        Instant from = to.truncatedTo(ChronoUnit.MINUTES);
        return store.write(handle -> {
            Session before = standing(caller, handle, served, number, sequence);
            if (before.plan().from().equals(from)) {
                throw refused("It begins then already.", "");
            }
            check(handle, caller, served, number, before.plan().at(from));
            Session after = book.append(
                    handle,
                    served,
                    new TrainingEvent.Moved(number, sequence + 1, from, caller.name(), clock.instant()));
            invite(handle, served, after, caller, why);
            return after;
        });
    }

    /** Where a meeting is still to be made, people are invited once it is: an invitation without a link helps nobody. */
    private void invite(Handle handle, ServedRollout served, Session session, Caller caller, String why) {
        meetings.follow(handle, served, session);
        if (!JoinLink.isMade(session.plan().link())) {
            invitations.request(handle, served, session, caller.name(), why);
        }
    }

    /** @throws SlipwayException {@code training-superseded}, {@code not-found} */
    public Session cancel(Caller caller, String project, long number, int sequence, String reason) {
        ServedRollout served = rollouts.of(project);
        String why = GivenText.limited(reason, LONGEST_REASON);
        return store.write(handle -> {
            standing(caller, handle, served, number, sequence);
            Session after = book.append(
                    handle, served, new TrainingEvent.Cancelled(number, sequence, why, caller.name(), clock.instant()));
            meetings.follow(handle, served, after);
            if (!JoinLink.isMade(after.plan().link())) {
                invitations.cancel(handle, served, after, caller.name());
            }
            return after;
        });
    }

    /** Whoever gives a training plans its sessions, and who looks after the rollout. */
    public static boolean may(Caller caller, ServedRollout served, String trainer) {
        return trainer.equals(caller.name()) || caller.may(Permission.ROLLOUT, served.project());
    }

    static void require(Caller caller, ServedRollout served, String trainer) {
        if (!may(caller, served, trainer)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "Its trainer plans this training, or who looks after the rollout.",
                    "The trainer stands in the rollout file.");
        }
    }

    private Session standing(Caller caller, Handle handle, ServedRollout served, long number, int sequence) {
        Session session = book.locked(handle, served, number);
        require(caller, served, session.plan().trainer());
        if (!session.movable() || session.sequence() != sequence) {
            throw TrainingBook.superseded(session);
        }
        return session;
    }

    private List<String> uninvited(Handle handle, ServedRollout served, Training training) {
        return book.sessions(handle, served).uninvited(training, clock.instant()).stream()
                .map(Person::key)
                .limit(training.seats())
                .toList();
    }

    private static Plan plan(Training training, Instant from, String link, List<String> people) {
        return new Plan(
                training.kind(),
                from,
                training.length(),
                training.trainer().key(),
                training.facilitator().key(),
                link,
                people.stream().distinct().toList());
    }

    private void check(ServedRollout served, Training training, Plan plan) {
        if (plan.people().isEmpty()) {
            throw refused(
                    "Everybody who must come has been, or is invited to a session to come.",
                    "Name who should come to this one.");
        }
        for (String key : plan.people()) {
            if (served.rollout().people().find(key).isEmpty()) {
                throw GivenText.invalid("'" + key + "' is none of the people of the rollout file.");
            }
            if (key.equals(plan.trainer())) {
                throw GivenText.invalid(training.trainer().name() + " gives this training, and comes anyway.");
            }
        }
        if (plan.people().size() > training.seats()) {
            throw refused(
                    "There are " + training.seats() + " seats, and "
                            + plan.people().size() + " people would come.",
                    "Make two sessions of it.");
        }
        if (JoinLink.isMade(plan.link()) && !meetings.available()) {
            throw GivenText.invalid("This server has no account at GoTo Meeting: give a link, or set one up.");
        }
        if (!JoinLink.isMade(plan.link()) && !JoinLink.fits(plan.link())) {
            throw GivenText.invalid(
                    plan.link().isEmpty()
                            ? "Nobody would know where to join: give a link, or write one into the rollout file."
                            : "'" + plan.link() + "' is not " + JoinLink.FORM + ".");
        }
    }

    private void check(Handle handle, Caller caller, ServedRollout served, long number, Plan plan) {
        Times times = times(handle, caller, served, number);
        Times.Need need = need(served, plan);
        List<String> reasons = times.refused(plan.from(), need);
        if (!reasons.isEmpty()) {
            List<Instant> nearest = times.nearest(plan.from(), need, OFFERED);
            TrainingClock words = TrainingClock.of(served);
            throw refused(
                    words.time(plan.from()) + " cannot be taken: " + String.join("; ", reasons) + ".",
                    nearest.isEmpty()
                            ? "No time to come is free for all of them: invite fewer people, or move the go-live."
                            : "The nearest that can: "
                                    + nearest.stream().map(words::time).collect(Collectors.joining(", ")) + ".");
        }
    }

    private Times times(Handle handle, Caller caller, ServedRollout served, long but) {
        Instant now = clock.instant();
        return new Times(
                trainings(served).hours(),
                served.rollout().calendar(),
                dates.agreement(handle, served).proposal().map(Proposal::date),
                bookings.taken(handle, caller, now, but),
                commitments.ofOthers(handle, served, caller),
                now);
    }

    /** Whoever left the file since is needed no more. */
    private static Times.Need need(ServedRollout served, Plan plan) {
        Map<String, String> names = new LinkedHashMap<>();
        plan.everybody()
                .forEach(key -> served.rollout().people().find(key).ifPresent(person -> names.put(key, person.name())));
        return new Times.Need(plan.length(), names);
    }

    private static Trainings trainings(ServedRollout served) {
        return served.rollout()
                .trainings()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND,
                        "The rollout of " + served.team() + " asks for no trainings.",
                        "Add the section 'trainings' to its rollout file."));
    }

    private static Training training(ServedRollout served, TrainingKind kind) {
        return trainings(served)
                .find(kind)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND,
                        "The rollout of " + served.team() + " asks for no training of the kind '" + kind.text() + "'.",
                        "Add it to 'trainings' in its rollout file."));
    }

    private static SlipwayException refused(String message, String help) {
        return SlipwayException.of(ErrorCode.TRAINING_REFUSED, message, help);
    }
}
