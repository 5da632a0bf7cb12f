package io.slipway.server.artifact;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactSignature.Verdict;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.ProvedChange;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What pages show of artifacts, written down when one is handed in: an artifact may hold thousands of changes. */
final class ArtifactIndex {
    private final Store store;

    ArtifactIndex(Store store) {
        this.store = store;
    }

    Optional<ArtifactFacts> facts(String digest) {
        return store.read(handle -> facts(handle, digest));
    }

    private static Optional<ArtifactFacts> facts(Handle handle, String digest) {
        return handle.createQuery("SELECT * FROM artifact_line WHERE artifact = :artifact")
                .bind("artifact", digest)
                .map((row, context) -> new ArtifactFacts(
                        row.getString("line"),
                        row.getString("proved_on"),
                        row.getString("source_commit"),
                        row.getString("trusted_keys"),
                        Verdict.valueOf(row.getString("verdict"))))
                .findOne();
    }

    /** @param parent the artifact that it says it continues, when that one is here and in the index */
    void add(
            Handle handle, ServedProject project, StoredArtifact stored, Artifact artifact, Optional<Artifact> parent) {
        int first = artifact.manifest().firstNew();
        boolean continues = parent.isPresent()
                && beginsWith(artifact, parent.get(), first)
                && facts(handle, parent.get().digest())
                        .filter(of -> places(handle, of.line()) == first)
                        .filter(of -> claim(handle, project, stored, artifact, of.line(), first))
                        .isPresent();
        if (continues) {
            insert(
                    handle,
                    stored,
                    artifact,
                    facts(handle, stored.digest()).orElseThrow().line(),
                    first);
        } else if (claim(handle, project, stored, artifact, stored.digest(), 0)) {
            insert(handle, stored, artifact, stored.digest(), 0);
        }
        // else another node was faster
    }

    /** Takes an artifact out that none continues: its own places in its line go with it. */
    static void forget(Handle handle, String digest) {
        Optional<ArtifactFacts> known = facts(handle, digest);
        handle.createUpdate("DELETE FROM artifact_change WHERE line = :line AND place >="
                        + " (SELECT l.first_place FROM artifact_line l WHERE l.artifact = :artifact)")
                .bind("line", known.map(ArtifactFacts::line).orElse(""))
                .bind("artifact", digest)
                .execute();
        handle.createUpdate("DELETE FROM artifact_line WHERE artifact = :artifact")
                .bind("artifact", digest)
                .execute();
    }

    /** What an artifact says of the one before it is believed only where it is so. */
    private static boolean beginsWith(Artifact artifact, Artifact parent, int first) {
        List<Change> before = parent.manifest().changes();
        return before.size() == first
                && before.equals(artifact.manifest().changes().subList(0, first))
                && before.stream()
                        .allMatch(change -> parent.proof()
                                .of(change)
                                .equals(artifact.proof().of(change)));
    }

    private static long places(Handle handle, String line) {
        return handle.createQuery("SELECT coalesce(max(place) + 1, 0) FROM artifact_change WHERE line = :line")
                .bind("line", line)
                .mapTo(Long.class)
                .one();
    }

    /** @return false when another one, of another pipeline, continues the line from there already */
    private static boolean claim(
            Handle handle, ServedProject project, StoredArtifact stored, Artifact artifact, String line, int first) {
        return handle.createUpdate("INSERT INTO artifact_line (artifact, line, first_place, proved_on, source_commit,"
                                + " trusted_keys, verdict) VALUES (:artifact, :line, :first, :provedOn, :commit,"
                                + " :keys, :verdict) ON CONFLICT DO NOTHING")
                        .bind("artifact", stored.digest())
                        .bind("line", line)
                        .bind("first", first)
                        .bind("provedOn", artifact.proof().server())
                        .bind("commit", artifact.manifest().commit().orElse(""))
                        .bind("keys", digest(project))
                        .bind("verdict", verdict(project, artifact).name())
                        .execute()
                > 0;
    }

    private static void insert(Handle handle, StoredArtifact stored, Artifact artifact, String line, int first) {
        List<Change> changes = artifact.manifest().changes();
        if (first == changes.size()) {
            return;
        }
        PreparedBatch rows = handle.prepareBatch("INSERT INTO artifact_change (line, place, project, id, path, facts)"
                + " VALUES (:line, :place, :project, :id, :path, :facts)");
        PreparedBatch words = handle.prepareBatch("INSERT INTO script_word (project, word, path)"
                + " VALUES (:project, :word, :path) ON CONFLICT DO NOTHING");
        for (int place = first; place < changes.size(); place++) {
            Change change = changes.get(place);
            rows.bind("line", line)
                    .bind("place", place)
                    .bind("project", stored.project())
                    .bind("id", change.id())
                    .bind("path", change.path())
                    .bind("facts", new ProvedChange(change, artifact.proof().of(change)).json())
                    .add();
            for (String word : ScriptWords.of(change.path())) {
                words.bind("project", stored.project())
                        .bind("word", ScriptWords.bytes(word))
                        .bind("path", change.path())
                        .add();
            }
        }
        rows.execute();
        if (words.size() > 0) {
            words.execute();
        }
    }

    static Verdict verdict(ServedProject project, Artifact artifact) {
        return artifact.signature()
                .verify(
                        project.trustedKeys().isBlank()
                                ? TrustedKeys.NONE
                                : TrustedKeys.of(List.of(project.trustedKeys())));
    }

    static String digest(ServedProject project) {
        return Sha256.of(project.trustedKeys().getBytes(StandardCharsets.UTF_8));
    }

    /** After the project's keys were changed. */
    void judge(ServedProject project, Artifact artifact) {
        store.run(handle -> handle.createUpdate(
                        "UPDATE artifact_line SET trusted_keys = :keys, verdict = :verdict WHERE artifact = :artifact")
                .bind("keys", digest(project))
                .bind("verdict", verdict(project, artifact).name())
                .bind("artifact", artifact.digest())
                .execute());
    }

    List<ShownChange> changes(String line, long from, long to) {
        return store.read(handle -> changes(handle, line, from, to));
    }

    private static List<ShownChange> changes(Handle handle, String line, long from, long to) {
        return handle.createQuery("SELECT place, facts FROM artifact_change WHERE line = :line"
                        + " AND place >= :from AND place < :to ORDER BY place")
                .bind("line", line)
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> shown(row.getInt("place"), row.getString("facts")))
                .list();
    }

    /** The changes that an artifact has and the one before it has not. */
    static List<Change> own(Handle handle, StoredArtifact stored) {
        return facts(handle, stored.digest()).stream()
                .flatMap(
                        facts -> changes(
                                handle,
                                facts.line(),
                                stored.totalChanges() - stored.newChanges(),
                                stored.totalChanges())
                                .stream())
                .map(ShownChange::change)
                .toList();
    }

    /** @throws SlipwayException {@code not-found} */
    ShownChange change(StoredArtifact stored, String line, int place) {
        if (place < 0 || place >= stored.totalChanges()) {
            throw SlipwayException.of(ErrorCode.NOT_FOUND, stored.version() + " has no change " + place + ".", "");
        }
        return changes(line, place, place + 1L).get(0);
    }

    /** The versions of one script before a place, newest first. */
    List<ShownChange> versions(String line, String id, long before) {
        return store.read(handle -> handle.createQuery("SELECT place, facts FROM artifact_change WHERE line = :line"
                        + " AND id = :id AND place < :before ORDER BY place DESC")
                .bind("line", line)
                .bind("id", id)
                .bind("before", before)
                .map((row, context) -> shown(row.getInt("place"), row.getString("facts")))
                .list());
    }

    private static ShownChange shown(int place, String facts) {
        ProvedChange kept = ProvedChange.of(facts);
        return new ShownChange(place, kept.change(), kept.proof());
    }
}
