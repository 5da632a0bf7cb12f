package io.slipway.server.artifact;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.TextBeginning;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Artifacts as pages show them: from the index, a page of changes at a time. */
public final class ShownArtifacts {
    private static final Logger LOG = LoggerFactory.getLogger(ShownArtifacts.class);
    private final Store store;
    private final ArtifactShelf shelf;
    private final ArtifactIndex index;
    private final Projects projects;
    private @Nullable Thread catchingUp;

    public ShownArtifacts(Store store, ArtifactShelf shelf, Projects projects) {
        this.store = store;
        this.shelf = shelf;
        this.index = new ArtifactIndex(store);
        this.projects = projects;
    }

    /** Brings artifacts that were handed in before there was an index into it, one after the other, beside the rest. */
    public void start() {
        Thread thread = new Thread(this::catchUp, "slipway-artifact-index");
        thread.setDaemon(true);
        thread.start();
        catchingUp = thread;
    }

    public void stop() {
        if (catchingUp != null) {
            catchingUp.interrupt();
        }
    }

    private void catchUp() {
        List<String> missing = store.read(handle -> handle.createQuery("SELECT digest FROM artifact a WHERE NOT EXISTS"
                        + " (SELECT 1 FROM artifact_line l WHERE l.artifact = a.digest) ORDER BY uploaded_at")
                .mapTo(String.class)
                .list());
        for (String digest : missing) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                shelf.byDigest(digest).ifPresent(stored -> facts(projects.named(stored.project()), stored));
            } catch (RuntimeException e) {
                // It is tried again when a page asks for it; the others must not wait for it.
                LOG.warn("the artifact {} cannot be indexed", digest, e);
            }
        }
        if (!missing.isEmpty()) {
            LOG.info("{} artifacts were indexed", missing.size());
        }
    }

    public ArtifactFacts facts(ServedProject project, StoredArtifact stored) {
        Optional<ArtifactFacts> known = index.facts(stored.digest());
        if (known.isEmpty()) {
            add(project, stored);
        } else if (!known.get().trustedKeys().equals(ArtifactIndex.digest(project))) {
            try (Artifact artifact = shelf.open(stored)) {
                index.judge(project, artifact);
            }
        } else {
            return known.get();
        }
        return index.facts(stored.digest()).orElseThrow();
    }

    private void add(ServedProject project, StoredArtifact stored) {
        Optional<StoredArtifact> before = stored.parent().flatMap(shelf::byDigest);
        before.ifPresent(parent -> facts(project, parent));
        try (Artifact artifact = shelf.open(stored)) {
            if (before.isEmpty()) {
                store.run(handle -> index.add(handle, project, stored, artifact, Optional.empty()));
                return;
            }
            try (Artifact parent = shelf.open(before.get())) {
                store.run(handle -> index.add(handle, project, stored, artifact, Optional.of(parent)));
            }
        }
    }

    /** Those at some of its places, in order. */
    public List<ShownChange> changes(StoredArtifact stored, ArtifactFacts facts, long from, long to) {
        return index.changes(facts.line(), from, Math.min(to, stored.totalChanges()));
    }

    /** @throws SlipwayException {@code not-found} */
    public ShownChange change(StoredArtifact stored, ArtifactFacts facts, int place) {
        return index.change(stored, facts.line(), place);
    }

    /** The version of the same script that comes before it in the artifact. */
    public Optional<ShownChange> previous(ArtifactFacts facts, ShownChange change) {
        return index.versions(facts.line(), change.change().id(), change.index()).stream()
                .findFirst();
    }

    /** Where in an artifact a change is, known by its key. */
    public Optional<ShownChange> byKey(StoredArtifact stored, ArtifactFacts facts, String key) {
        int at = key.lastIndexOf('@');
        return index.versions(facts.line(), at < 0 ? key : key.substring(0, at), stored.totalChanges()).stream()
                .filter(change -> change.change().key().equals(key))
                .findFirst();
    }

    /** The beginning of a change's text, or of a rollback's. */
    public TextBeginning text(StoredArtifact stored, String digest, boolean rollback, int most) {
        return ArtifactReader.text(shelf.file(stored), Limits.DEFAULT, digest, rollback, most);
    }
}
