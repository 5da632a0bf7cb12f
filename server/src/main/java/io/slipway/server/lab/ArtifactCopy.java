package io.slipway.server.lab;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactContents;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.ArtifactWriter;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.script.ScriptText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same artifacts for another project: what a seat begins with was proved once, and is proved for each seat by the
 * same scripts.
 */
final class ArtifactCopy {
    private ArtifactCopy() {}

    /**
     * Writes them.
     *
     * @param originals each continues the one before it
     */
    static List<Path> of(List<Path> originals, String project, Path folder) {
        ArtifactStore store = new ArtifactStore(folder, Limits.DEFAULT);
        Map<String, String> digests = new HashMap<>();
        return originals.stream()
                .map(original -> {
                    try (Artifact artifact = ArtifactReader.open(original, Limits.DEFAULT)) {
                        ArtifactWriter.Written written = new ArtifactWriter(Optional.empty(), Limits.DEFAULT)
                                .write(
                                        contents(artifact, project, digests),
                                        store.file(project, artifact.manifest().version()));
                        digests.put(artifact.digest(), written.digest());
                        return written.file();
                    }
                })
                .toList();
    }

    private static ArtifactContents contents(Artifact artifact, String project, Map<String, String> digests) {
        Manifest of = artifact.manifest();
        Map<String, ScriptText> texts = new HashMap<>();
        Map<String, ScriptText> rollbacks = new HashMap<>();
        for (Change change : of.changes()) {
            texts.put(change.digest(), artifact.text(change));
            change.rollback()
                    .ifPresent(digest ->
                            rollbacks.put(digest, artifact.rollback(change).orElseThrow()));
        }
        return new ArtifactContents(
                new Manifest(
                        of.formatVersion(),
                        project,
                        of.database(),
                        of.pipeline(),
                        of.version(),
                        of.parent().map(digests::get),
                        of.parentVersion(),
                        of.firstNew(),
                        of.commit(),
                        of.renames(),
                        of.changes()),
                artifact.proof(),
                artifact.schema(),
                texts,
                rollbacks);
    }
}
