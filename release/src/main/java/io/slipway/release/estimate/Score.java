package io.slipway.release.estimate;

import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.TargetHistory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How long the changes of a deployment were expected to take, and how long they took.
 *
 * @param lines in the order in which they ran
 */
public record Score(List<Line> lines) {
    /** Nothing was expected to take time. */
    public static final Score NONE = new Score(List.of());

    private static final int NEWEST = 500;

    /** @param expected in milliseconds; so is {@code took} */
    public record Line(String path, long expected, long took) {

        /** Whether it took between half and twice as long as told, or was told to take under 0.1 s and did. */
        public boolean met() {
            return took <= 2 * expected && expected <= 2 * took
                    || took < Told.NOTICED_MILLIS && expected < Told.NOTICED_MILLIS;
        }
    }

    /** Of one deployment, all its attempts together; of a very long one what ran last. */
    public static Score of(TargetHistory history, String deployment) {
        List<HistoryEntry> entries = new ArrayList<>(
                history.newest(new HistoryFilter(Optional.of(HistoryEvent.APPLIED), ""), Long.MAX_VALUE, NEWEST));
        Collections.reverse(entries);
        return of(entries.stream()
                .filter(entry -> entry.deployment().equals(deployment))
                .toList());
    }

    /** @param entries of a deployment, oldest first */
    public static Score of(List<HistoryEntry> entries) {
        List<Line> lines = new ArrayList<>();
        for (HistoryEntry entry : entries) {
            ForecastNote.of(entry)
                    .ifPresent(estimate ->
                            lines.add(new Line(entry.path().orElse(""), estimate.millis(), entry.millis())));
        }
        return new Score(List.copyOf(lines));
    }

    public long met() {
        return lines.stream().filter(Line::met).count();
    }

    public long expected() {
        return lines.stream().mapToLong(Line::expected).sum();
    }

    public long took() {
        return lines.stream().mapToLong(Line::took).sum();
    }
}
