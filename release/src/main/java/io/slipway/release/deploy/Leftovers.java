package io.slipway.release.deploy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.progress.Progress;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Target.HalfBuilt;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What failed statements left half-built. The statement that made it takes it away when it runs again; where its change
 * was reworked or will not run, nobody else would.
 */
public final class Leftovers {
    private final Target target;
    private final Progress progress;

    public Leftovers(Target target, Progress progress) {
        this.target = target;
        this.progress = progress;
    }

    /**
     * Takes away what is left of changes that are not among the tasks, so that nothing of those remains.
     *
     * @throws SlipwayException {@code deployment-failed} when the database does not take it away
     */
    public void clear(HistoryState state, List<ChangeTask> tasks, Log log) {
        List<String> running = tasks.stream().map(task -> task.change().key()).toList();
        for (JournalEntry entry : state.halfBuilt()) {
            if (running.contains(entry.changeKey())) {
                continue;
            }
            try {
                takeAway(entry);
            } catch (SqlFailure e) {
                throw SlipwayException.of(
                                ErrorCode.DEPLOYMENT_FAILED,
                                "What " + entry.shown() + " left half-built cannot be taken away: " + e.getMessage(),
                                "Mend the cause, or drop it yourself and deploy again: "
                                        + left(entry).stream()
                                                .map(HalfBuilt::drop)
                                                .collect(Collectors.joining("; ")))
                        .causedBy(e);
            }
            log.forget(entry.changeKey());
        }
    }

    /** What the entry's statement left, unless somebody was quicker. */
    void takeAway(JournalEntry entry) throws SqlFailure {
        for (HalfBuilt left : left(entry)) {
            progress.note("Taking away " + left.shown() + ", which an earlier attempt left half-built: " + left.drop());
            target.execute(left.drop());
        }
    }

    private List<HalfBuilt> left(JournalEntry entry) {
        List<String> names = entry.note().orElse("").lines().toList();
        return target.halfBuilt().stream()
                .filter(left -> names.contains(left.shown()))
                .toList();
    }
}
