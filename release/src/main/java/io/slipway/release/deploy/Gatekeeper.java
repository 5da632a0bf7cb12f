package io.slipway.release.deploy;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.history.HistoryState;
import io.slipway.release.plan.Gate;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks whether the environment before one has what is to run there: for an environment of many databases that is, whether
 * all of them have it. The databases of one deployment mostly lack the same changes, so it looks once for those.
 */
public final class Gatekeeper {
    private final Targets targets;
    private final Map<List<Change>, Optional<String>> answers = new ConcurrentHashMap<>();

    /** For one deployment of one artifact. */
    public Gatekeeper(Targets targets) {
        this.targets = targets;
    }

    /** @return why the gate is closed; empty when it is open */
    Optional<String> closed(Project project, Environment previous, Artifact artifact, List<Change> pending) {
        return answers.computeIfAbsent(
                pending,
                changes -> SideBySide.each(previous, database -> look(project, database, artifact, changes)).stream()
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private Optional<String> look(Project project, Environment previous, Artifact artifact, List<Change> pending) {
        try (Target target = targets.open(project, previous)) {
            if (target.history().whole(artifact.digest()).isPresent()) {
                return Optional.empty();
            }
            return Gate.closed(
                    artifact.digest(),
                    artifact.head().version(),
                    pending,
                    previous.shown(),
                    HistoryState.about(target.history(), pending));
        }
    }
}
