package io.slipway.cli.load;

import io.slipway.release.artifact.ArtifactContents;
import io.slipway.release.artifact.ArtifactWriter;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Origin;
import io.slipway.release.artifact.Proof;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Schema;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.digest.Sha256;
import io.slipway.release.script.Kind;
import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Real artifacts of thousands of changes, written without proving them first. */
final class LoadArtifacts {
    private static final String[] AREAS = {"customer", "order", "invoice", "stock", "payment", "address", "basket"};
    private final ArtifactWriter writer = new ArtifactWriter(Optional.empty(), Limits.DEFAULT);

    /** @param parent digest of the one it continues */
    String write(
            Path file,
            String project,
            String version,
            int changes,
            int firstNew,
            Optional<String> parent,
            Optional<String> parentVersion) {
        Map<String, ScriptText> texts = new LinkedHashMap<>();
        Map<String, ScriptText> rollbacks = new LinkedHashMap<>();
        Map<String, ChangeProof> proofs = new LinkedHashMap<>();
        List<Change> all = new ArrayList<>(changes);
        for (int i = 0; i < changes; i++) {
            Change change = change(i, texts, rollbacks);
            all.add(change);
            proofs.put(change.key(), proof(i));
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                project,
                "sqlite",
                "main",
                version,
                parent,
                parentVersion,
                firstNew,
                Optional.empty(),
                Map.of(),
                all);
        return writer.write(
                        new ArtifactContents(
                                manifest,
                                new Proof("SQLite 3", proofs),
                                Schema.of(Catalogue.of(List.of())),
                                texts,
                                rollbacks),
                        file)
                .digest();
    }

    static String path(int number) {
        return "ddl/%05d_%s_%s.sql"
                .formatted(number, AREAS[number % AREAS.length], number % 3 == 0 ? "table" : "index");
    }

    /** The same for every project, so that histories can be made without an artifact at hand. */
    static Change change(int number, Map<String, ScriptText> texts, Map<String, ScriptText> rollbacks) {
        String table = AREAS[number % AREAS.length] + number;
        ScriptText text = ScriptText.of(
                "CREATE TABLE %s (id integer PRIMARY KEY, name text NOT NULL);\nCREATE INDEX %s_name ON %s (name);\n"
                        .formatted(table, table, table));
        String digest = TextDigest.of(text);
        texts.put(digest, text);
        Optional<String> back = Optional.empty();
        if (number % 2 == 0) {
            ScriptText undo = ScriptText.of("DROP TABLE " + table + ";\n");
            back = Optional.of(TextDigest.of(undo));
            rollbacks.put(back.get(), undo);
        }
        return new Change(
                path(number),
                path(number),
                Kind.DDL,
                false,
                digest,
                Sha256.of(("tokens of " + table).getBytes(StandardCharsets.UTF_8)),
                back,
                List.of(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                1,
                Optional.of(new Origin(
                        "0123456789abcdef0123456789abcdef01234567",
                        "Ann Lee",
                        "ann@example.org",
                        "Add " + table,
                        "2026-03-01T12:00:00+01:00")));
    }

    private static ChangeProof proof(int number) {
        return new ChangeProof(
                2,
                0,
                true,
                List.of(new LockSeen("table customer", "AccessExclusiveLock")),
                List.of(),
                List.of(
                        new ObjectSeen("added", "table", AREAS[number % AREAS.length] + number),
                        new ObjectSeen("added", "index", AREAS[number % AREAS.length] + number + "_name")),
                number % 2 == 0
                        ? new RollbackProof(RollbackResult.PROVED, Optional.empty(), Optional.empty())
                        : new RollbackProof(RollbackResult.NONE, Optional.of("no rollback script"), Optional.empty()),
                List.of());
    }
}
