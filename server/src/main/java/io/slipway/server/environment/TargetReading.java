package io.slipway.server.environment;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.target.TargetLock;
import java.util.List;
import java.util.Optional;

/**
 * What a target said of itself just now.
 *
 * @param server product and version; empty when it did not answer
 * @param millis how long it took to answer all of it
 * @param holder who deploys there at this moment
 * @param inDoubt the statement that was sent and of which nothing more is known; while somebody holds the lock it may
 *     simply be the one that runs
 * @param entries the history, newest first
 * @param error why it did not answer
 */
public record TargetReading(
        String server,
        long millis,
        Optional<TargetLock.Holder> holder,
        Optional<JournalEntry> inDoubt,
        List<HistoryEntry> entries,
        Optional<SlipwayException> error) {

    static TargetReading silent(SlipwayException e, long millis) {
        return new TargetReading("", millis, Optional.empty(), Optional.empty(), List.of(), Optional.of(e));
    }
}
