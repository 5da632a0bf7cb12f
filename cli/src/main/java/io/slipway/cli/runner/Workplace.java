package io.slipway.cli.runner;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.project.SecretReference;
import io.slipway.release.runner.RunnerTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A runner's folder: what it makes of the projects and artifacts that a server sends, each checked here. */
final class Workplace {
    private static final int ARTIFACTS_KEPT = 20;
    private final Path folder;
    private final Optional<Path> ownKeys;
    private final KnownTargets known;

    /** @param ownKeys public keys that count here, whatever the server says */
    Workplace(Path folder, Optional<Path> ownKeys) {
        this.folder = folder;
        this.ownKeys = ownKeys;
        this.known = new KnownTargets(folder.resolve("known"));
        makeFolder();
    }

    /** Only its owner may look into it. */
    private void makeFolder() {
        try {
            Files.createDirectories(folder.resolve("artifacts"));
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.USAGE,
                            "The runner's folder " + folder + " cannot be made.",
                            "Name another by --data.")
                    .causedBy(e);
        }
    }

    KeptAnswers answers() {
        return new KeptAnswers(folder.resolve("answers"));
    }

    /**
     * The project that a task is of.
     *
     * @param news is told of an environment that was not known here
     * @throws SlipwayException {@code project-file-invalid}, {@code runner-distrusts}
     */
    Project project(RunnerTask task, Consumer<String> news) {
        Project defined = ProjectFile.parse(task.definition(), folder);
        Path root = folder.resolve("projects").resolve(defined.name());
        Environment environment = defined.environment(task.environment());
        environment.password().ifPresent(Workplace::refuseCommand);
        boolean fresh = known.check(defined, environment, ownKeys.isPresent() ? "" : task.trustedKeys());
        if (fresh) {
            news.accept("Learned " + environment.name() + " of " + defined.name() + ": " + environment.url());
        }
        Path trusted = ownKeys.orElseGet(() -> keys(root, task.trustedKeys()));
        return defined.servedFrom(root, trusted);
    }

    /** The definition comes from elsewhere: it must not be able to start programs here. */
    private static void refuseCommand(SecretReference reference) {
        if (reference.source() == SecretReference.Source.COMMAND) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID,
                    "A password by ${command:…} is not taken by a runner: it would run programs there.",
                    "Use ${env:NAME} or ${file:PATH}.");
        }
    }

    private static Path keys(Path root, String pem) {
        Path file = root.resolve("trusted-keys.pem");
        try {
            Files.createDirectories(root);
            if (pem.isBlank()) {
                Files.deleteIfExists(file);
            } else {
                Path part = root.resolve("." + UUID.randomUUID() + ".part");
                Files.writeString(part, pem, StandardCharsets.UTF_8);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the artifact that a task needs; what came under its name and is another is not kept.
     *
     * @param fetch puts the file where it is told to
     * @throws SlipwayException {@code artifact-damaged}, and what fetching and opening it throw
     */
    Artifact artifact(String digest, Consumer<Path> fetch) {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "The server named no artifact.", "");
        }
        Path file = folder.resolve("artifacts").resolve(digest + ".zip");
        if (!Files.exists(file)) {
            fetch.accept(file);
            sweep();
        }
        Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ON_USE);
        if (!artifact.digest().equals(digest)) {
            artifact.close();
            delete(file);
            throw SlipwayException.of(
                    ErrorCode.ARTIFACT_DAMAGED, "The server gave another artifact than the one it named.", "");
        }
        return artifact;
    }

    private void sweep() {
        try (Stream<Path> files = Files.list(folder.resolve("artifacts"))) {
            List<Path> newestFirst = files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified())
                            .reversed())
                    .toList();
            newestFirst.stream().skip(ARTIFACTS_KEPT).forEach(Workplace::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
