package io.slipway.server.artifact;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Artifacts that a clean-up took away. Their files still lie in clones and in what CI keeps, and whoever packages there
 * hands them in again, or one that continues them: none of that may come back.
 */
final class SweptArtifacts {
    private record Swept(String version, LocalDate day) {}

    private SweptArtifacts() {}

    /** @param own the changes that it has and the artifact before it has not */
    static void add(Handle handle, StoredArtifact swept, List<Change> own, Instant at) {
        handle.createUpdate("INSERT INTO swept_artifact (digest, project, version, swept_at)"
                        + " VALUES (:digest, :project, :version, :at) ON CONFLICT DO NOTHING")
                .bind("digest", swept.digest())
                .bind("project", swept.project())
                .bind("version", swept.version())
                .bind("at", at.toEpochMilli())
                .execute();
        if (own.isEmpty()) {
            return;
        }
        PreparedBatch rows = handle.prepareBatch(
                "INSERT INTO swept_change (artifact, change_key) VALUES (:artifact, :change) ON CONFLICT DO NOTHING");
        own.forEach(change -> rows.bind("artifact", swept.digest())
                .bind("change", change.key())
                .add());
        rows.execute();
    }

    /**
     * Refuses one that a clean-up took away, and one that continues it. What an artifact continues is known by its
     * parent alone; where that is not here, nobody knows whether it continued a swept one, unless the changes tell.
     *
     * @param parentHere whether the artifact that it continues is here
     * @throws SlipwayException {@code artifact-cleaned-up}
     */
    static void refuse(Handle handle, StoredArtifact stored, Manifest manifest, boolean parentHere) {
        Optional<Swept> same = named(handle, stored.digest());
        if (same.isPresent()) {
            throw refused(stored, same.get(), " is of a rehearsal", List.of(stored.version()));
        }
        Optional<Swept> parent = stored.parent().flatMap(digest -> named(handle, digest));
        if (parent.isPresent()) {
            String version = parent.get().version();
            throw refused(
                    stored,
                    parent.get(),
                    " continues " + version + ", which is of a rehearsal",
                    List.of(version, stored.version()));
        }
        if (stored.parent().isEmpty() || parentHere) {
            return;
        }
        Map<String, Swept> changes = changes(handle, stored.project());
        for (Change change : manifest.changes()) {
            Swept swept = changes.get(change.key());
            if (swept != null) {
                throw refused(
                        stored,
                        swept,
                        " continues " + stored.parentVersion().orElse("one")
                                + ", which is not here, and holds " + change.path() + " of " + swept.version()
                                + ", which is of a rehearsal",
                        Stream.concat(
                                        Stream.of(swept.version()),
                                        Stream.concat(stored.parentVersion().stream(), Stream.of(stored.version())))
                                .distinct()
                                .toList());
            }
        }
    }

    private static SlipwayException refused(StoredArtifact stored, Swept swept, String why, List<String> versions) {
        String files = versions.stream()
                .map(version -> stored.project() + "-" + version + ".zip")
                .collect(Collectors.joining(" and "));
        return SlipwayException.of(
                ErrorCode.ARTIFACT_CLEANED_UP,
                "The artifact " + stored.version() + why + "; the clean-up took it away on " + swept.day()
                        + ", and it does not come back.",
                "Delete " + files + " from the artifacts folder, in every clone and in what CI jobs keep of it; then"
                        + " the rehearsed scripts with their rollbacks. Then package anew; if one of those scripts is"
                        + " to stay, with the next version (slipway package --version V).");
    }

    private static Optional<Swept> named(Handle handle, String digest) {
        return handle.createQuery("SELECT version, swept_at FROM swept_artifact WHERE digest = :digest")
                .bind("digest", digest)
                .map((row, context) -> swept(row.getString("version"), row.getLong("swept_at")))
                .findOne();
    }

    private static Map<String, Swept> changes(Handle handle, String project) {
        Map<String, Swept> changes = new TreeMap<>();
        handle.createQuery("SELECT c.change_key, a.version, a.swept_at FROM swept_change c"
                        + " JOIN swept_artifact a ON a.digest = c.artifact WHERE a.project = :project")
                .bind("project", project)
                .map((row, context) -> Map.entry(
                        row.getString("change_key"), swept(row.getString("version"), row.getLong("swept_at"))))
                .forEach(entry -> changes.put(entry.getKey(), entry.getValue()));
        return changes;
    }

    private static Swept swept(String version, long at) {
        return new Swept(version, LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC));
    }
}
