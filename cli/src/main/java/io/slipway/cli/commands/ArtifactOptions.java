package io.slipway.cli.commands;

import io.slipway.cli.remote.RemoteProject;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.project.Project;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The artifact that a command is about. */
final class ArtifactOptions {
    @Parameters(paramLabel = "ARTIFACT", description = "A path, project:version, or latest.")
    private String artifact = "";

    @Mixin
    private LatestOptions latest = new LatestOptions();

    String wanted() {
        return artifact;
    }

    Optional<String> pipeline() {
        return latest.pipeline();
    }

    /** What the server calls it: a version or {@code latest}; a file must have been handed in. */
    String remote(RemoteProject project, ProjectOptions options) {
        return LatestOptions.remote(artifact, project, options);
    }

    Artifact open(Project project, ArtifactReader.Check check) {
        return latest.open(project, artifact, check);
    }
}
