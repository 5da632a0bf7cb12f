package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of artifacts, each called {@code <project>-<version>.zip}. What a file is, it says itself; its name is for
 * people, and its time of change means nothing.
 */
public final class ArtifactStore {
    private static final String SUFFIX = ".zip";
    private static final Comparator<ArtifactSummary> BY_VERSION = Comparator.comparing(ArtifactSummary::project)
            .thenComparing(ArtifactSummary::version, Versions.NATURAL)
            .thenComparing(a -> a.file().toString());

    private final Path folder;
    private final Limits limits;
    private final ArtifactJson json;

    public ArtifactStore(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
        this.json = ArtifactJson.within(limits);
    }

    public Path folder() {
        return folder;
    }

    /** Keeps every other packaging from adding an artifact until it is closed. */
    public StoreLock lock() {
        return StoreLock.take(folder);
    }

    /** Where an artifact belongs, whether it is there or not. */
    public Path file(String project, String version) {
        return folder.resolve(project + "-" + version + SUFFIX);
    }

    /**
     * All artifacts, by project and version, without checking them; none when there is no folder.
     *
     * @throws SlipwayException {@code artifact-damaged} for a zip that is no artifact: skipping it could hide the newest
     */
    public List<ArtifactSummary> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                    .filter(f -> !f.getFileName().toString().startsWith("."))
                    .map(f -> ArtifactReader.summary(f, limits))
                    .sorted(BY_VERSION)
                    .toList();
        } catch (IOException e) {
            throw ArtifactReader.unreadable(folder, e);
        }
    }

    /**
     * The one artifact of a pipeline that no other continues.
     *
     * @throws SlipwayException {@code artifact-forked} when there are several
     */
    public Optional<ArtifactSummary> newest(String project, String pipeline) {
        List<ArtifactSummary> line = list().stream()
                .filter(a -> a.project().equals(project) && a.pipeline().equals(pipeline))
                .toList();
        Set<String> continued = line.stream().flatMap(a -> a.parent().stream()).collect(Collectors.toSet());
        List<ArtifactSummary> heads =
                line.stream().filter(a -> !continued.contains(a.digest())).toList();
        if (heads.stream().map(ArtifactSummary::digest).distinct().count() > 1) {
            throw forked(pipeline, heads);
        }
        return heads.stream().findFirst();
    }

    /**
     * Finds what a user names: {@code latest}, {@code project:version}, or a path (something with a separator in it, or
     * that ends with {@code .zip}), which is relative to {@code base}.
     *
     * @throws SlipwayException {@code artifact-missing}, and whatever {@link #newest} throws
     */
    public Path find(String wanted, String project, String pipeline, Path base) {
        if (wanted.equals("latest")) {
            return newest(project, pipeline)
                    .map(ArtifactSummary::file)
                    .orElseThrow(() -> SlipwayException.of(
                            ErrorCode.ARTIFACT_MISSING,
                            "%s has no artifact of pipeline %s of %s".formatted(folder, pipeline, project),
                            "Run 'slipway package' first."));
        }
        int colon = wanted.indexOf(':');
        if (wanted.endsWith(SUFFIX) || wanted.contains("/") || wanted.contains("\\") || colon < 0) {
            return existing(wanted, base.resolve(wanted));
        }
        String itsProject = wanted.substring(0, colon);
        String version = wanted.substring(colon + 1);
        return list().stream()
                .filter(a -> a.project().equals(itsProject) && a.version().equals(version))
                .map(ArtifactSummary::file)
                .findFirst()
                .orElseThrow(() -> notFound(wanted));
    }

    /**
     * The version to use when the user gives none: after 1.4.2 comes 1.5.0, see {@link Versions#next}; the first is
     * 1.0.0. It follows the highest version of the project, of whichever pipeline, since pipelines share file names.
     */
    public String nextVersion(String project) {
        return list().stream()
                .filter(a -> a.project().equals(project))
                .map(ArtifactSummary::version)
                .max(Versions.NATURAL)
                .map(Versions::next)
                .orElse(Versions.FIRST);
    }

    /** Where the timings of an artifact lie: {@code shop-1.4.0.timings.json} beside {@code shop-1.4.0.zip}. */
    public static Path timingsFile(Path artifact) {
        String name = String.valueOf(artifact.getFileName());
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return artifact.resolveSibling(stem + ".timings.json");
    }

    /** Writes, or replaces, the timings of an artifact. */
    public void writeTimings(Path artifact, Timings timings) {
        Path file = timingsFile(artifact);
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(temporary, json.readable(timings));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.ARTIFACT_UNWRITABLE,
                            file + " cannot be written: " + e,
                            "See that the folder can be written to and that the disk has room.")
                    .causedBy(e);
        }
    }

    /** Empty when there are none, or when they belong to another artifact of the same name. */
    public Optional<Timings> timings(Artifact artifact) {
        Path file = timingsFile(artifact.file());
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > limits.jsonBytes()) {
                return Optional.empty();
            }
            Timings timings = json.read(file, "the file", Files.readAllBytes(file), Timings.class);
            return timings.artifact().equals(artifact.digest()) ? Optional.of(timings) : Optional.empty();
        } catch (IOException e) {
            throw ArtifactReader.unreadable(file, e);
        }
    }

    private Path existing(String wanted, Path file) {
        if (!Files.isRegularFile(file)) {
            throw notFound(wanted);
        }
        return file;
    }

    private SlipwayException notFound(String wanted) {
        return SlipwayException.of(
                ErrorCode.ARTIFACT_MISSING,
                "there is no artifact " + wanted,
                "Name a file, 'project:version' of an artifact in " + folder + ", or 'latest'.");
    }

    private static SlipwayException forked(String pipeline, List<ArtifactSummary> heads) {
        String names = heads.stream()
                .map(a -> a.file().getFileName() + " ("
                        + a.parentVersion().map(v -> "after " + v).orElse("a first one") + ")")
                .collect(Collectors.joining(" and "));
        return SlipwayException.of(
                ErrorCode.ARTIFACT_FORKED,
                "pipeline %s has more than one newest artifact: %s; none of them continues the other"
                        .formatted(pipeline, names),
                "Two people packaged at once, or an artifact in between is missing. Keep the one that was deployed,"
                        + " move the other away, and package again.");
    }
}
