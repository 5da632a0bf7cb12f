package io.slipway.cli.commands;

import io.slipway.cli.remote.RemoteProject;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code latest} means where a user names an artifact. */
final class LatestOptions {
    @Option(names = "--pipeline", paramLabel = "P", description = "Whose newest artifact 'latest' is (default main).")
    private Optional<String> pipeline = Optional.empty();

    Optional<String> pipeline() {
        return pipeline;
    }

    /**
     * What a server calls the artifact: a version, or {@code latest}. A file is looked at here, and the server must have
     * that very one.
     */
    static String remote(String wanted, RemoteProject project, ProjectOptions options) {
        if (wanted.equals("latest")) {
            return wanted;
        }
        if (!wanted.endsWith(".zip") && !wanted.contains("/") && wanted.contains(":")) {
            String name = wanted.substring(0, wanted.indexOf(':'));
            if (!name.equals(project.name())) {
                throw SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING,
                        "there is no artifact " + wanted,
                        "Here it is about '" + project.name() + "'.");
            }
            return wanted.substring(name.length() + 1);
        }
        Path file = options.root().resolve(wanted);
        if (!Files.isRegularFile(file)) {
            throw SlipwayException.of(
                    ErrorCode.ARTIFACT_MISSING,
                    "there is no artifact " + wanted,
                    "Name a file, 'project:version' of an artifact on the server, or 'latest'.");
        }
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ON_USE)) {
            String version = artifact.manifest().version();
            if (!project.artifact(version).digest().equals(artifact.digest())) {
                throw SlipwayException.of(
                        ErrorCode.ARTIFACT_EXISTS,
                        "The server's " + version + " of '" + project.name() + "' is another artifact than " + wanted
                                + ".",
                        "Package it with another version.");
            }
            return version;
        }
    }

    /** @param wanted a path, {@code project:version} or {@code latest} */
    Artifact open(Project project, String wanted, ArtifactReader.Check check) {
        return ProjectOptions.artifact(project, wanted, ProjectOptions.pipeline(project, pipeline), check);
    }
}
