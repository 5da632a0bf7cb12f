package io.slipway.cli.commands;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.project.Project;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The artifact that a command is about. */
final class ArtifactOptions {
    @Parameters(paramLabel = "ARTIFACT", description = "A path, project:version, or latest.")
    private String artifact = "";

    @Mixin
    private LatestOptions latest = new LatestOptions();

    Artifact open(Project project, ArtifactReader.Check check) {
        return latest.open(project, artifact, check);
    }
}
