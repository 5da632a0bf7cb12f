package io.slipway.release.report;

import io.slipway.release.estimate.Score;
import java.util.List;
import java.util.Optional;

/**
 * A deployment's forecast of time held against what its changes took: those that work on whole tables.
 *
 * @param met how many took between half and twice as long as expected, or were told to take under
 *     0.1 s and did
 * @param expected milliseconds, of all of them; so is {@code took}
 */
public record ScoreReport(long met, long expected, long took, List<LineReport> changes) {

    /** @param expected milliseconds; so is {@code took} */
    public record LineReport(String path, long expected, long took, boolean met) {}

    /** Empty when nothing was forecast. */
    static Optional<ScoreReport> of(Score score) {
        return score.lines().isEmpty()
                ? Optional.empty()
                : Optional.of(new ScoreReport(
                        score.met(),
                        score.expected(),
                        score.took(),
                        score.lines().stream()
                                .map(line -> new LineReport(line.path(), line.expected(), line.took(), line.met()))
                                .toList()));
    }
}
