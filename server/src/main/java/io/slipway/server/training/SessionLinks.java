package io.slipway.server.training;

import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.JoinLink;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.server.access.Caller;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.GivenText;
import io.slipway.store.Store;
import java.time.Clock;

/** Where people join a session, when that is to change. */
public final class SessionLinks {
    private final Store store;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final TrainingInvitations invitations;
    private final SessionMeetings meetings;
    private final Clock clock;

    public SessionLinks(
            Store store,
            Rollouts rollouts,
            TrainingBook book,
            TrainingInvitations invitations,
            SessionMeetings meetings,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.book = book;
        this.invitations = invitations;
        this.meetings = meetings;
        this.clock = clock;
    }

    /**
     * Gives a session a link, in place of the one that it has or of a meeting that cannot be made; everybody is invited
     * again.
     *
     * @throws SlipwayException {@code not-allowed}, {@code training-superseded}, {@code not-found}, {@code
     *     request-invalid}
     */
    public Session give(Caller caller, String project, long number, String link) {
        ServedRollout served = rollouts.of(project);
        String to = link.strip();
        if (!JoinLink.fits(to)) {
            throw GivenText.invalid("'" + to + "' is not " + JoinLink.FORM + ".");
        }
        return store.write(handle -> {
            Session before = book.locked(handle, served, number);
            TrainingPlans.require(caller, served, before.plan().trainer());
            if (!before.movable()) {
                throw TrainingBook.superseded(before);
            }
            if (before.plan().link().equals(to)) {
                throw GivenText.invalid("People join there already.");
            }
            Session after =
                    book.append(handle, served, new TrainingEvent.Linked(number, to, caller.name(), clock.instant()));
            meetings.leave(handle, after);
            invitations.request(handle, served, after, caller.name(), "People join somewhere else.");
            return after;
        });
    }

    /**
     * Has the meeting of a session made again, where that was given up.
     *
     * @throws SlipwayException {@code not-allowed}, {@code not-found}
     */
    public Session meetAgain(Caller caller, String project, long number) {
        ServedRollout served = rollouts.of(project);
        Session session = book.session(served, number);
        TrainingPlans.require(caller, served, session.plan().trainer());
        meetings.again(session);
        return session;
    }
}
