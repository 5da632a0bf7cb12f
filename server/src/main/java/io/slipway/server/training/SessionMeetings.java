package io.slipway.server.training;

import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.JoinLink;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.server.meeting.GotoClient;
import io.slipway.server.meeting.MeetingTable;
import io.slipway.server.meeting.MeetingTable.Meeting;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.TrackerFailure;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Gives sessions their meetings at GoTo Meeting, and keeps these in step. The provider takes no key by which making the
 * same meeting twice is refused. So before one is made it is written down that this begins; whoever finds that, because
 * the node died or the answer was lost, waits until the provider's list must have it, and makes it only if it does not.
 */
public final class SessionMeetings {
    /** How long until the list has what was made, with ample reserve. */
    private static final Duration SETTLED = Duration.ofMinutes(2);

    /** How long to wait after each try; after the last one it is given up until somebody tries it again. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12));

    private final Store store;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final TrainingInvitations invitations;
    private final MeetingTable table;
    private final Optional<GotoClient> client;
    private final Clock clock;

    /** @param client empty for a server that has no account there */
    public SessionMeetings(
            Store store,
            Rollouts rollouts,
            TrainingBook book,
            TrainingInvitations invitations,
            MeetingTable table,
            Optional<GotoClient> client,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.book = book;
        this.invitations = invitations;
        this.table = table;
        this.client = client;
        this.clock = clock;
    }

    /** Whether meetings can be made here. */
    boolean available() {
        return client.isPresent();
    }

    /** Brings the meeting of a session, where it has one, to what the session is now. In the session's transaction. */
    void follow(Handle handle, ServedRollout served, Session session) {
        if (!session.stands()) {
            table.unwant(handle, session.number());
        } else if (JoinLink.isMade(session.plan().link()) || wanted(handle, session.number())) {
            table.want(
                    handle,
                    served.team(),
                    session.number(),
                    new GotoClient.Times(session.plan().from(), session.plan().until()));
        }
    }

    private boolean wanted(Handle handle, long session) {
        return table.find(handle, session)
                .filter(meeting -> !meeting.unwanted())
                .isPresent();
    }

    /** Somebody gave the session another link. */
    void leave(Handle handle, Session session) {
        table.unwant(handle, session.number());
    }

    public Optional<Meeting> of(Session session) {
        return table.find(session.number());
    }

    /** Tries again what was given up. */
    public void again(Session session) {
        table.again(session.number());
    }

    /** Makes, moves and takes away what is due. */
    public void sweep() {
        client.ifPresent(at -> table.due().forEach(meeting -> one(at, meeting)));
    }

    private void one(GotoClient at, Meeting meeting) {
        Optional<Instant> settles =
                meeting.known() ? Optional.empty() : meeting.begunAt().map(begun -> begun.plus(SETTLED));
        if (settles.filter(instant -> instant.isAfter(clock.instant())).isPresent()) {
            table.later(meeting, "It is not known yet whether GoTo has made it.", settles.get());
            return;
        }
        if (!table.claim(meeting)) {
            return;
        }
        try {
            bring(at, meeting);
        } catch (TrackerFailure e) {
            failed(meeting, e.sentence(), e.forGood(), e.wish());
        } catch (SlipwayException e) {
            failed(meeting, String.valueOf(e.getMessage()), false, Duration.ZERO);
        }
    }

    private void failed(Meeting meeting, String why, boolean forGood, Duration wish) {
        int tries = meeting.attempts() + 1;
        if (forGood || tries > WAITS.size()) {
            table.dead(meeting, why);
            return;
        }
        Duration wait = WAITS.get(tries - 1);
        table.later(meeting, why, clock.instant().plus(wish.compareTo(wait) > 0 ? wish : wait));
    }

    private void bring(GotoClient at, Meeting meeting) throws TrackerFailure {
        Optional<ServedRollout> served =
                store.read(handle -> Optional.ofNullable(rollouts.byTeam(handle).get(meeting.team())));
        if (served.isEmpty()) {
            table.dead(meeting, "There is no such rollout any more.");
            return;
        }
        String title = TrainingInvitations.title(served.get(), book.session(served.get(), meeting.session()));
        String key = meeting.remote();
        String told = meeting.told();
        if (!meeting.known()) {
            Optional<GotoClient.Made> there =
                    meeting.begunAt().isPresent() ? at.find(meeting.mark()) : Optional.empty();
            if (there.isEmpty() && meeting.unwanted()) {
                table.told(meeting);
                return;
            }
            if (there.isEmpty()) {
                if (!meeting.times().until().isAfter(clock.instant())) {
                    table.dead(meeting, "The session is over.");
                    return;
                }
                if (!table.begin(meeting)) {
                    return;
                }
                there = Optional.of(make(at, meeting, title));
                told = meeting.wanted();
            }
            key = there.get().key();
            made(served.get(), meeting, there.get());
        }
        if (meeting.unwanted()) {
            at.remove(key);
        } else if (!told.equals(meeting.wanted())) {
            at.move(key, title, meeting.mark(), meeting.times());
        }
        table.told(meeting);
    }

    private GotoClient.Made make(GotoClient at, Meeting meeting, String title) throws TrackerFailure {
        try {
            return at.make(title, meeting.mark(), meeting.times());
        } catch (TrackerFailure e) {
            if (!e.perhapsDone()) {
                table.notBegun(meeting);
            }
            throw e;
        }
    }

    /** From now on people can be told where to join. */
    private void made(ServedRollout served, Meeting meeting, GotoClient.Made made) {
        store.run(handle -> {
            Session session = book.locked(handle, served, meeting.session());
            table.known(handle, meeting, made.key());
            if (session.movable() && JoinLink.isMade(session.plan().link())) {
                Session linked = book.append(
                        handle,
                        served,
                        new TrainingEvent.Linked(session.number(), made.link(), "slipway", clock.instant()));
                invitations.request(handle, served, linked, "slipway", "");
            }
        });
    }
}
