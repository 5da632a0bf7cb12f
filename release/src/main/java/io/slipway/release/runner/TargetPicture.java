package io.slipway.release.runner;

import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.util.List;
import java.util.Optional;

/**
 * What a target said of itself at one moment: all that forecasts, gates and status are made from.
 *
 * @param entries its history, oldest first
 */
public record TargetPicture(
        Server server, Optional<TargetLock.Holder> holder, List<HistoryEntry> entries, List<JournalEntry> journal) {

    public static TargetPicture of(Target target) {
        // first the lock: a deployment that ends meanwhile leaves a journal that is settled
        Optional<TargetLock.Holder> holder = target.lock().holder();
        return new TargetPicture(
                target.server(),
                holder,
                target.history().entries(),
                target.history().journal());
    }
}
