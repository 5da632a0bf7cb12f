package io.slipway.cli.commands;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.project.Project;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code latest} means where a user names an artifact. */
final class LatestOptions {
    @Option(names = "--pipeline", paramLabel = "P", description = "Whose newest artifact 'latest' is (default main).")
    private Optional<String> pipeline = Optional.empty();

    /** @param wanted a path, {@code project:version} or {@code latest} */
    Artifact open(Project project, String wanted, ArtifactReader.Check check) {
        return ProjectOptions.artifact(project, wanted, ProjectOptions.pipeline(project, pipeline), check);
    }
}
