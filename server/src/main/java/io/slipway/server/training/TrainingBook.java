package io.slipway.server.training;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.training.Session;
import io.slipway.rollout.training.Sessions;
import io.slipway.rollout.training.TrainingEvent;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes down what happens to sessions, and reads what they are from their events. */
public final class TrainingBook {
    private static final String COUNTER = "training";
    private final Store store;
    private final RolloutLedger ledger;

    public TrainingBook(Store store, RolloutLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    public Sessions sessions(ServedRollout served) {
        return store.read(handle -> sessions(handle, served));
    }

    Sessions sessions(Handle handle, ServedRollout served) {
        return Sessions.of(TrainingEvents.of(ledger.events(handle, served.team(), Topic.TRAINING, 0)));
    }

    /** @throws SlipwayException {@code not-found} */
    public Session session(ServedRollout served, long number) {
        return known(sessions(served), number);
    }

    /** The next number; whoever else does something to any session waits until the transaction ends. */
    static long next(Handle handle) {
        return Store.next(handle, COUNTER);
    }

    /**
     * A session; whoever else does something to any waits until the transaction ends.
     *
     * @throws SlipwayException {@code not-found}
     */
    Session locked(Handle handle, ServedRollout served, long number) {
        handle.createUpdate("UPDATE counter SET value = value WHERE name = :name")
                .bind("name", COUNTER)
                .execute();
        return known(sessions(handle, served), number);
    }

    /**
     * Adds an event, in a transaction that holds the sessions.
     *
     * @throws SlipwayException {@code training-superseded} when it does not fit what the session is
     */
    Session append(Handle handle, ServedRollout served, TrainingEvent event) {
        Optional<Session> before = sessions(handle, served).find(event.session());
        TrainingEvents.Entry entry = TrainingEvents.entry(event);
        ledger.append(
                handle,
                served,
                Topic.TRAINING,
                entry.actor(),
                entry.action(),
                Long.toString(event.session()),
                entry.detail());
        Session after = sessions(handle, served).find(event.session()).orElseThrow();
        if (before.filter(after::equals).isPresent()) {
            throw superseded(after);
        }
        Bookings.keep(handle, served, after);
        return after;
    }

    /** Writes down what came of somebody's lab; nothing happens where there is no such session. */
    public void labDone(Handle handle, ServedRollout served, TrainingEvent.LabDone done) {
        if (sessions(handle, served).find(done.session()).isPresent()) {
            append(handle, served, done);
        }
    }

    static SlipwayException superseded(Session now) {
        return SlipwayException.of(
                ErrorCode.TRAINING_SUPERSEDED,
                "That does not fit session " + now.number() + " any more: "
                        + (now.stands()
                                ? "it begins at " + now.plan().from() + " (SEQUENCE " + now.sequence() + ")"
                                        + (now.present().isPresent() ? ", and it is written down who came" : "")
                                : "it is cancelled")
                        + ".",
                "Look at it again.");
    }

    private static Session known(Sessions sessions, long number) {
        return sessions.find(number)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND, "The team has no session " + number + " of a training.", ""));
    }
}
