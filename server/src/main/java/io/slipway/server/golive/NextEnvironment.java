package io.slipway.server.golive;

import io.slipway.server.project.ServedProject;
import java.util.List;
import java.util.Optional;

/** Where a package arrives that has left the first environment: what shows that a pipeline is in use for real. */
final class NextEnvironment {
    private NextEnvironment() {}

    /** The second of the project's first pipeline, or its only one; empty for a pipeline without any. */
    static Optional<String> of(ServedProject project) {
        List<String> pipeline =
                project.project().pipelines().values().stream().findFirst().orElse(List.of());
        return pipeline.isEmpty() ? Optional.empty() : Optional.of(pipeline.get(Math.min(1, pipeline.size() - 1)));
    }
}
