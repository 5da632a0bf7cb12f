package io.slipway.release.packaging;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.ArtifactSummary;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.WrittenHere;
import io.slipway.release.execute.ScriptSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest artifact, which a packaging continues, if there is one; open for as long as the packaging lasts. */
final class ParentArtifact implements AutoCloseable {
    private final Optional<Artifact> artifact;

    private ParentArtifact(Optional<Artifact> artifact) {
        this.artifact = artifact;
    }

    static ParentArtifact open(ArtifactStore store, WrittenHere written, String project, String pipeline) {
        return new ParentArtifact(store.newest(project, pipeline)
                .map(ArtifactSummary::file)
                .map(file -> ArtifactReader.open(file, Limits.DEFAULT, written)));
    }

    Optional<Artifact> artifact() {
        return artifact;
    }

    Optional<Manifest> manifest() {
        return artifact.map(Artifact::manifest);
    }

    /** Empty where there is none. */
    String digest() {
        return artifact.map(Artifact::digest).orElse("");
    }

    List<Change> changes() {
        return manifest().map(Manifest::changes).orElse(List.of());
    }

    /** What a database has that has all of it, with its texts. */
    List<Step> standing(Map<String, String> parameters) {
        return manifest().map(Manifest::standing).orElse(List.of()).stream()
                .map(change -> step(change, parameters))
                .toList();
    }

    /** @param change one of its own */
    Step step(Change change, Map<String, String> parameters) {
        Artifact there = artifact.orElseThrow();
        return new Step(
                change,
                new ScriptSource(change.path(), there.text(change), change.parameters(), parameters),
                there.rollback(change)
                        .map(text -> new ScriptSource(
                                change.path() + " (rollback)", text, change.parameters(), parameters)));
    }

    @Override
    public void close() {
        artifact.ifPresent(Artifact::close);
    }
}
