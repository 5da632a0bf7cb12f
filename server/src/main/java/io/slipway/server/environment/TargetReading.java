package io.slipway.server.environment;

import io.slipway.release.deploy.Witness;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HalfDone;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.target.TargetLock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a target said of itself.
 *
 * @param at when it said so
 * @param fresh whether that was just now; else it has not answered yet, and this is from before
 * @param server product and version; empty when it did not answer
 * @param millis how long it took to answer all of it
 * @param holder who deploys there at this moment
 * @param inDoubt the statement that was sent and of which nothing more is known; while somebody holds the lock it may
 *     simply be the one that runs
 * @param witness what the catalogue says about that; empty while somebody holds the lock
 * @param halfDone a change that stopped half-way
 * @param entries a page of the history, newest first
 * @param more whether there are older ones
 * @param error why it did not answer
 */
public record TargetReading(
        Optional<Instant> at,
        boolean fresh,
        String server,
        long millis,
        Optional<TargetLock.Holder> holder,
        Optional<JournalEntry> inDoubt,
        Optional<Witness> witness,
        Optional<HalfDone> halfDone,
        List<HistoryEntry> entries,
        boolean more,
        Optional<SlipwayException> error) {

    /** Of a target that was never asked before, and has not answered yet. */
    static final TargetReading NONE = new TargetReading(
            Optional.empty(),
            false,
            "",
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            Optional.empty());

    static TargetReading silent(Instant at, SlipwayException e, long millis) {
        return new TargetReading(
                Optional.of(at),
                true,
                "",
                millis,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.of(e));
    }

    TargetReading old() {
        return new TargetReading(at, false, server, millis, holder, inDoubt, witness, halfDone, entries, more, error);
    }

    /** Whether it ever answered. */
    public boolean answered() {
        return at.isPresent() && error.isEmpty();
    }
}
