package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.TerminalProgress;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.Limits;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that every command has. */
final class ProjectOptions {
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            description = "The project's folder, instead of the current one.")
    private Path directory = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text (default) or json.")
    private Format format = Format.TEXT;

    boolean json() {
        return format == Format.JSON;
    }

    Path root() {
        return directory.toAbsolutePath().normalize();
    }

    Project project() {
        return ProjectFile.read(root());
    }

    Progress progress(Wiring wiring) {
        return new TerminalProgress(wiring.console());
    }

    static ArtifactStore store(Project project) {
        return new ArtifactStore(project.artifacts(), Limits.DEFAULT);
    }

    /**
     * Opens the artifact that a user names: a path, {@code project:version} or {@code latest}.
     *
     * @param pipeline whose newest one {@code latest} is
     */
    static Artifact artifact(Project project, String wanted, String pipeline, ArtifactReader.Check check) {
        Path file = store(project).find(wanted, project.name(), pipeline, project.root());
        return ArtifactReader.open(file, Limits.DEFAULT, check);
    }

    /** The pipeline that is meant when none is named: {@code main}, else the file's first. */
    static String pipeline(Project project, Optional<String> named) {
        named.ifPresent(project::pipeline);
        return named.orElseGet(() -> project.pipelines().containsKey("main")
                ? "main"
                : project.pipelines().keySet().iterator().next());
    }
}
