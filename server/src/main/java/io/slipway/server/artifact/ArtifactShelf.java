package io.slipway.server.artifact;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactSignature;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.status.Newest;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.ServedProject;
import io.slipway.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Artifacts, kept in the store in parts so that every node has them, and on each node in a folder that is only a cache.
 */
public final class ArtifactShelf {
    private static final int PART = 1 << 20;
    /** Fewer characters of a digest say nothing. */
    private static final int SHORTEST_DIGEST = 6;

    private final Store store;
    private final ArtifactIndex index;
    private final AuditLog audit;
    private final Path folder;
    private final long largest;
    private final Clock clock;

    /** @param largest how many bytes an artifact may have */
    public ArtifactShelf(Store store, AuditLog audit, Path folder, long largest, Clock clock) {
        this.store = store;
        this.index = new ArtifactIndex(store);
        this.audit = audit;
        this.folder = folder;
        this.largest = largest;
        this.clock = clock;
    }

    /**
     * Takes an artifact in. It is read as a stranger's file, whole, before anything of it is kept. Handing in the same
     * one again does nothing.
     *
     * @throws SlipwayException what opening it throws; {@code artifact-signature}, {@code artifact-exists},
     *     {@code artifact-forked}, {@code artifact-cleaned-up}, {@code request-too-large}, {@code gate-not-passed} for
     *     another project's
     */
    public StoredArtifact takeIn(Caller caller, ServedProject project, InputStream content) {
        Path incoming = receive(content);
        try (Artifact artifact = ArtifactReader.open(incoming, Limits.DEFAULT)) {
            check(project, artifact);
            StoredArtifact stored = stored(caller, artifact, incoming);
            Optional<StoredArtifact> known = byDigest(stored.digest());
            if (known.isPresent()) {
                return known.get();
            }
            keep(caller, project, stored, artifact, incoming);
            return stored;
        } catch (SlipwayException e) {
            throw withoutPath(e, incoming);
        } finally {
            delete(incoming);
        }
    }

    private void keep(Caller caller, ServedProject project, StoredArtifact stored, Artifact artifact, Path incoming) {
        Optional<Artifact> parent = stored.parent().flatMap(this::byDigest).map(this::open);
        try {
            store.run(handle -> {
                SweptArtifacts.refuse(handle, stored, artifact.manifest(), parent.isPresent());
                refuseFork(handle, stored);
                insert(handle, stored);
                insertParts(handle, stored.digest(), incoming);
                index.add(handle, project, stored, artifact, parent);
                audit.append(
                        handle,
                        caller.name(),
                        "artifact-handed-in",
                        stored.project(),
                        stored.version(),
                        Map.of("digest", stored.digest(), "signedBy", stored.signedBy()));
            });
        } finally {
            parent.ifPresent(Artifact::close);
        }
    }

    /**
     * Takes artifacts of rehearsals out, for ever: they are not taken in again. Nothing may speak of them any more.
     *
     * @param versions of one project
     */
    public void sweep(Handle handle, String project, Collection<String> versions) {
        of(handle, project).stream()
                .filter(each -> versions.contains(each.version()))
                .forEach(each -> SweptArtifacts.add(handle, each, ArtifactIndex.own(handle, each), clock.instant()));
        forget(handle, project, versions);
    }

    /**
     * Takes artifacts out, the last that continues another first. Nothing may speak of them any more.
     *
     * @param versions of one project
     */
    public void forget(Handle handle, String project, Collection<String> versions) {
        List<StoredArtifact> going = of(handle, project).stream()
                .filter(each -> versions.contains(each.version()))
                .toList();
        for (StoredArtifact each : going) {
            ArtifactIndex.forget(handle, each.digest());
            handle.createUpdate("DELETE FROM artifact_part WHERE artifact = :digest")
                    .bind("digest", each.digest())
                    .execute();
            handle.createUpdate("DELETE FROM artifact WHERE digest = :digest")
                    .bind("digest", each.digest())
                    .execute();
        }
    }

    /** Newest first. */
    private static List<StoredArtifact> of(Handle handle, String project) {
        return handle.createQuery(
                        "SELECT * FROM artifact WHERE project = :project ORDER BY total_changes DESC, uploaded_at DESC")
                .bind("project", project)
                .map((row, context) -> row(row))
                .list();
    }

    /** Where on this machine the file lay for a moment is nobody's business. */
    private static SlipwayException withoutPath(SlipwayException e, Path incoming) {
        return SlipwayException.of(
                        e.code(), e.getMessage().replace(incoming.toString(), "The file handed in"), e.help())
                .causedBy(e);
    }

    /** Newest first. */
    public List<StoredArtifact> of(String project, int limit) {
        return store.read(handle -> handle.createQuery("SELECT * FROM artifact WHERE project = :project"
                        + " ORDER BY uploaded_at DESC, version DESC LIMIT :limit")
                .bind("project", project)
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list());
    }

    /**
     * Those of some projects whose version or digest begins with a text, newest first.
     *
     * @param wanted in lower case
     */
    public List<StoredArtifact> find(Collection<String> projects, String wanted, int limit) {
        if (projects.isEmpty()) {
            return List.of();
        }
        return store.read(handle -> handle.createQuery("SELECT * FROM artifact WHERE project IN (<projects>)"
                        + " AND (lower(version) LIKE :wanted ESCAPE '!' OR digest LIKE :digest ESCAPE '!')"
                        + " ORDER BY uploaded_at DESC LIMIT :limit")
                .bindList("projects", List.copyOf(projects))
                .bind("wanted", begins(wanted))
                .bind("digest", wanted.length() < SHORTEST_DIGEST ? "" : begins(wanted))
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list());
    }

    private static String begins(String text) {
        return text.replaceAll("[!%_]", "!$0") + "%";
    }

    /** The one of a pipeline that no other continues. */
    public Optional<StoredArtifact> newest(String project, String pipeline) {
        return store.read(handle -> handle.createQuery("SELECT * FROM artifact a WHERE project = :project"
                        + " AND pipeline = :pipeline AND NOT EXISTS (SELECT 1 FROM artifact c WHERE"
                        + " c.project = a.project AND c.parent = a.digest) ORDER BY uploaded_at DESC LIMIT 1")
                .bind("project", project)
                .bind("pipeline", pipeline)
                .map((row, context) -> row(row))
                .findOne());
    }

    /** @throws SlipwayException {@code artifact-missing} */
    public StoredArtifact version(String project, String version) {
        return store.read(handle -> handle.createQuery(
                                "SELECT * FROM artifact WHERE project = :project AND version = :version")
                        .bind("project", project)
                        .bind("version", version)
                        .map((row, context) -> row(row))
                        .findOne())
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING, "'" + project + "' has no artifact " + version + " here.", ""));
    }

    public Optional<StoredArtifact> byDigest(String digest) {
        return store.read(handle -> handle.createQuery("SELECT * FROM artifact WHERE digest = :digest")
                .bind("digest", digest)
                .map((row, context) -> row(row))
                .findOne());
    }

    /** Opens one; whoever asks closes it. */
    public Artifact open(StoredArtifact stored) {
        return ArtifactReader.known(file(stored), Limits.DEFAULT, stored.digest());
    }

    /** One to compare environments with; it is opened when one of them is behind. */
    public Newest newest(StoredArtifact stored) {
        return new Newest(stored.digest(), () -> {
            try (Artifact artifact = open(stored)) {
                return artifact.manifest();
            }
        });
    }

    /** Where its file is on this node; fetched from the store when it is not there yet. */
    public Path file(StoredArtifact stored) {
        Path file = folder.resolve(stored.digest() + ".zip");
        try {
            if (Files.exists(file) && Files.size(file) == stored.size()) {
                return file;
            }
            Files.createDirectories(folder);
            Path temporary = folder.resolve("." + UUID.randomUUID() + ".tmp");
            try (OutputStream out = Files.newOutputStream(temporary)) {
                for (long part = 0; part * PART < stored.size(); part++) {
                    out.write(part(stored.digest(), part));
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] part(String digest, long part) {
        return store.read(handle -> handle.createQuery(
                        "SELECT content FROM artifact_part WHERE artifact = :digest AND part = :part")
                .bind("digest", digest)
                .bind("part", part)
                .mapTo(byte[].class)
                .one());
    }

    private Path receive(InputStream content) {
        try {
            Path incoming = Files.createDirectories(folder.resolve("incoming")).resolve(UUID.randomUUID() + ".zip");
            try (OutputStream out = Files.newOutputStream(incoming)) {
                byte[] buffer = new byte[1 << 16];
                long total = 0;
                for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                    total += n;
                    if (total > largest) {
                        throw SlipwayException.of(
                                ErrorCode.REQUEST_TOO_LARGE,
                                "The artifact is larger than this server takes (" + (largest >> 20) + " MB).",
                                "An administrator can raise the limit.");
                    }
                    out.write(buffer, 0, n);
                }
            } catch (IOException | SlipwayException e) {
                delete(incoming);
                throw e;
            }
            return incoming;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(ServedProject project, Artifact artifact) {
        Manifest manifest = artifact.manifest();
        if (!manifest.project().equals(project.name())
                || !manifest.database().equals(project.project().database())) {
            throw SlipwayException.of(
                    ErrorCode.GATE_NOT_PASSED,
                    "The artifact is of project '" + manifest.project() + "' for " + manifest.database() + "; this is '"
                            + project.name() + "' for " + project.project().database() + ".",
                    "");
        }
        project.project().pipeline(manifest.pipeline());
        TrustedKeys keys =
                project.trustedKeys().isBlank() ? TrustedKeys.NONE : TrustedKeys.of(List.of(project.trustedKeys()));
        if (artifact.signature().verify(keys) == ArtifactSignature.Verdict.WRONG) {
            artifact.signature().require(keys, "The artifact");
        }
    }

    private StoredArtifact stored(Caller caller, Artifact artifact, Path file) {
        Manifest manifest = artifact.manifest();
        try {
            return new StoredArtifact(
                    artifact.digest(),
                    manifest.project(),
                    manifest.pipeline(),
                    manifest.version(),
                    manifest.parent(),
                    manifest.parentVersion(),
                    manifest.changes().size(),
                    manifest.newChanges().size(),
                    artifact.signature().who(),
                    Files.size(file),
                    caller.name(),
                    clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseFork(Handle handle, StoredArtifact stored) {
        Optional<String> other = handle.createQuery("SELECT version FROM artifact WHERE project = :project"
                        + " AND pipeline = :pipeline AND coalesce(parent, '') = :parent")
                .bind("project", stored.project())
                .bind("pipeline", stored.pipeline())
                .bind("parent", stored.parent().orElse(""))
                .mapTo(String.class)
                .findFirst();
        if (other.isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.ARTIFACT_FORKED,
                    stored.version() + " continues the same artifact as " + other.get()
                            + ", which is here already: two people packaged at once.",
                    "Package again on top of " + other.get() + ".");
        }
    }

    private static void insert(Handle handle, StoredArtifact stored) {
        int added = handle.createUpdate("INSERT INTO artifact (digest, project, pipeline, version, parent,"
                        + " parent_version, total_changes, new_changes, signed_by, size, uploaded_by, uploaded_at)"
                        + " VALUES (:digest, :project, :pipeline, :version, :parent, :parentVersion, :total, :fresh,"
                        + " :signedBy, :size, :by, :at) ON CONFLICT DO NOTHING")
                .bind("digest", stored.digest())
                .bind("project", stored.project())
                .bind("pipeline", stored.pipeline())
                .bind("version", stored.version())
                .bind("parent", stored.parent())
                .bind("parentVersion", stored.parentVersion())
                .bind("total", stored.totalChanges())
                .bind("fresh", stored.newChanges())
                .bind("signedBy", stored.signedBy())
                .bind("size", stored.size())
                .bind("by", stored.uploadedBy())
                .bind("at", stored.uploadedAt().toEpochMilli())
                .execute();
        if (added == 0) {
            throw SlipwayException.of(
                    ErrorCode.ARTIFACT_EXISTS,
                    "There is another artifact " + stored.version() + " of '" + stored.project() + "' here.",
                    "Package it with another version.");
        }
    }

    private static void insertParts(Handle handle, String digest, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[PART];
            long part = 0;
            for (int n = in.readNBytes(buffer, 0, PART); n > 0; n = in.readNBytes(buffer, 0, PART)) {
                handle.createUpdate(
                                "INSERT INTO artifact_part (artifact, part, content) VALUES (:digest, :part, :content)")
                        .bind("digest", digest)
                        .bind("part", part++)
                        .bind("content", n == PART ? buffer : Arrays.copyOf(buffer, n))
                        .execute();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredArtifact row(ResultSet row) throws SQLException {
        return new StoredArtifact(
                row.getString("digest"),
                row.getString("project"),
                row.getString("pipeline"),
                row.getString("version"),
                Optional.ofNullable(row.getString("parent")),
                Optional.ofNullable(row.getString("parent_version")),
                row.getLong("total_changes"),
                row.getLong("new_changes"),
                row.getString("signed_by"),
                row.getLong("size"),
                row.getString("uploaded_by"),
                Instant.ofEpochMilli(row.getLong("uploaded_at")));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
