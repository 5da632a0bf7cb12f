package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.ServedProject;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the artifact that a request names: by version, or {@code latest}. */
@Component
final class NamedArtifacts {
    private static final String LATEST = "latest";
    private final ArtifactShelf artifacts;

    NamedArtifacts(ArtifactShelf artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * @param pipeline whose newest one {@code latest} is; {@code main} when none is named, else the project's first
     * @throws SlipwayException {@code artifact-missing}, {@code pipeline-unknown}
     */
    StoredArtifact find(ServedProject project, String wanted, Optional<String> pipeline) {
        if (!wanted.equals(LATEST)) {
            return artifacts.version(project.name(), wanted);
        }
        return newest(project, pipeline)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING, "'" + project.name() + "' has no artifact here yet.", ""));
    }

    Optional<StoredArtifact> newest(ServedProject project, Optional<String> pipeline) {
        pipeline.ifPresent(project.project()::pipeline);
        String named = pipeline.orElseGet(() -> project.project().pipelines().containsKey("main")
                ? "main"
                : project.project().pipelines().keySet().iterator().next());
        return artifacts.newest(project.name(), named);
    }
}
