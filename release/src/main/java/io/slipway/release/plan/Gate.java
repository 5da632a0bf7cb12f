package io.slipway.release.plan;

import io.slipway.release.artifact.Change;
import io.slipway.release.history.HistoryState;
import java.util.List;
import java.util.Optional;

/** An environment takes an artifact only after the one before it in the pipeline has it. */
public final class Gate {
    private Gate() {}

    /**
     * @param artifact digest of the artifact
     * @param pending what is to run after the gate
     * @param there as far as it tells of them
     * @return why the gate is closed; empty when it is open
     */
    public static Optional<String> closed(
            String artifact, String version, List<Change> pending, String previous, HistoryState there) {
        boolean completed =
                there.deployments().stream().anyMatch(d -> d.artifact().equals(artifact));
        if (!completed) {
            return Optional.of(
                    "'" + previous + "', the environment before it in the pipeline, never completed " + version
                            + (there.current().isPresent()
                                    ? "; it is at " + there.current().get().version()
                                    : "; nothing was deployed there"));
        }
        return pending.stream()
                .filter(change -> !there.applied().containsKey(change.key()))
                .findFirst()
                .map(change -> "'" + previous + "', the environment before it in the pipeline, does not have '"
                        + change.id() + "', which would run here");
    }
}
