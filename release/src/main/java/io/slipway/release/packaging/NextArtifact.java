package io.slipway.release.packaging;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactContents;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Proof;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Schema;
import io.slipway.release.script.ScriptText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts together what the next artifact holds: all that its parent has, and what is new. */
final class NextArtifact {
    private final ParentArtifact parent;
    private final Comparison comparison;
    private final GitOrigins.Found git;
    private final List<Step> fresh;

    /** @param fresh in the order in which they run */
    NextArtifact(ParentArtifact parent, Comparison comparison, GitOrigins.Found git, List<Step> fresh) {
        this.parent = parent;
        this.comparison = comparison;
        this.git = git;
        this.fresh = fresh;
    }

    /**
     * @param proved of the new changes
     * @param server product and major version of the reference database
     */
    ArtifactContents contents(
            PackageRequest request, String version, String server, Map<String, ChangeProof> proved, Schema schema) {
        return new ArtifactContents(manifest(request, version), proof(server, proved), schema, texts(), rollbacks());
    }

    private Manifest manifest(PackageRequest request, String version) {
        List<Change> changes = new ArrayList<>(parent.changes());
        int firstNew = changes.size();
        fresh.forEach(step -> changes.add(step.change()));
        boolean allCommitted =
                fresh.stream().allMatch(step -> step.change().origin().isPresent());
        return new Manifest(
                Manifest.FORMAT_VERSION,
                request.project().name(),
                request.project().database(),
                request.pipeline(),
                version,
                parent.artifact().map(Artifact::digest),
                parent.manifest().map(Manifest::version),
                firstNew,
                git.commit().filter(c -> allCommitted),
                renames(),
                changes);
    }

    private Map<String, List<String>> renames() {
        Map<String, List<String>> renames =
                new TreeMap<>(parent.manifest().map(Manifest::renames).orElse(Map.of()));
        comparison.renames().forEach((id, path) -> {
            List<String> paths = new ArrayList<>(renames.getOrDefault(id, List.of()));
            paths.add(path);
            renames.put(id, paths);
        });
        return renames;
    }

    private Proof proof(String server, Map<String, ChangeProof> proved) {
        return parent.artifact()
                .map(artifact -> artifact.proof().with(server, proved))
                .orElseGet(() -> new Proof(server, proved));
    }

    private Map<String, ScriptText> texts() {
        Map<String, ScriptText> texts = new LinkedHashMap<>();
        parent.artifact().ifPresent(artifact -> parent.changes().forEach(c -> texts.put(c.digest(), artifact.text(c))));
        fresh.forEach(
                step -> texts.putIfAbsent(step.change().digest(), step.apply().text()));
        return texts;
    }

    private Map<String, ScriptText> rollbacks() {
        Map<String, ScriptText> texts = new LinkedHashMap<>();
        parent.artifact()
                .ifPresent(artifact -> parent.changes()
                        .forEach(c -> c.rollback()
                                .ifPresent(digest ->
                                        texts.put(digest, artifact.rollback(c).orElseThrow()))));
        for (Step step : fresh) {
            step.change()
                    .rollback()
                    .ifPresent(digest -> texts.putIfAbsent(
                            digest, step.rollback().orElseThrow().text()));
        }
        return texts;
    }
}
