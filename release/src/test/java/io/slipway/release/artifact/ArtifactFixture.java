package io.slipway.release.artifact;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.digest.Sha256;
import io.slipway.release.script.Kind;
import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contents of small and large artifacts. */
final class ArtifactFixture {
    /** Not a secret: only tests know it. */
    static final String PRIVATE_PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
            -----END PRIVATE KEY-----
            """;

    static final SigningKey KEY = SigningKey.of(PRIVATE_PEM);
    static final ArtifactWriter SIGNING = new ArtifactWriter(Optional.of(KEY), Limits.DEFAULT);
    static final ArtifactWriter UNSIGNED = new ArtifactWriter(Optional.empty(), Limits.DEFAULT);

    private ArtifactFixture() {}

    /** Three changes, one of them with a rollback, one with CRLF and a byte-order mark. */
    static ArtifactContents small() {
        String table = "create table customer (id int primary key);\n";
        String undo = "drop table customer;\n";
        String view = "\uFEFFcreate view c as\r\n  select id from customer;\r\n";
        String data = "insert into customer values (1); -- Žluťoučký kůň\n";
        List<Change> changes = List.of(
                change("ddl/1_customer.sql", Kind.DDL, table, Optional.of(undo)),
                change("view/c.sql", Kind.VIEW, view, Optional.empty()),
                change("data_dml/1.sql", Kind.DATA_DML, data, Optional.empty()));
        return contents("1.0.0", Optional.empty(), changes, List.of(table, view, data), List.of(undo));
    }

    /** As many changes as wanted, half of them with a rollback. */
    static ArtifactContents large(int count) {
        List<Change> changes = new ArrayList<>(count);
        List<String> texts = new ArrayList<>(count);
        List<String> rollbacks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String text = "create table t%d (id int primary key, name varchar(100), made timestamp);\n".formatted(i)
                    + "create index i%d on t%d (name);\ncomment on table t%d is 'number %d';\n".formatted(i, i, i, i);
            Optional<String> undo = i % 2 == 0 ? Optional.of("drop table t%d;\n".formatted(i)) : Optional.empty();
            changes.add(change("ddl/%d_table.sql".formatted(i), Kind.DDL, text, undo));
            texts.add(text);
            undo.ifPresent(rollbacks::add);
        }
        return contents("1.0.0", Optional.empty(), changes, texts, rollbacks);
    }

    static ArtifactContents contents(
            String version,
            Optional<ArtifactSummary> parent,
            List<Change> changes,
            List<String> texts,
            List<String> rollbacks) {
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                "shop",
                "postgresql",
                "main",
                version,
                parent.map(ArtifactSummary::digest),
                parent.map(ArtifactSummary::version),
                0,
                Optional.of("0123456789abcdef0123456789abcdef01234567"),
                Map.of(changes.get(0).id(), List.of("ddl/old.sql")),
                changes);
        Map<String, ChangeProof> proofs = new LinkedHashMap<>();
        changes.forEach(c -> proofs.put(c.key(), proof(c)));
        Catalogue catalogue = Catalogue.of(List.of(
                new CatalogueObject("table", "public.customer", "(id integer not null)"),
                new CatalogueObject("column", "public.customer.id", "integer not null")));
        return new ArtifactContents(
                manifest,
                new Proof("PostgreSQL 18", proofs),
                Schema.of(catalogue),
                byDigest(texts),
                byDigest(rollbacks));
    }

    static ArtifactContents withManifest(ArtifactContents c, Manifest manifest) {
        return new ArtifactContents(manifest, c.proof(), c.schema(), c.texts(), c.rollbacks());
    }

    /** A line of one artifact after another in one store. */
    static ArtifactSummary write(Path file, String version, String pipeline, Optional<ArtifactSummary> parent) {
        ArtifactContents contents = small();
        Manifest m = contents.manifest();
        Manifest named = new Manifest(
                m.formatVersion(),
                m.project(),
                m.database(),
                pipeline,
                version,
                parent.map(ArtifactSummary::digest),
                parent.map(ArtifactSummary::version),
                0,
                m.commit(),
                m.renames(),
                m.changes());
        UNSIGNED.write(withManifest(contents, named), file);
        return ArtifactReader.summary(file, Limits.DEFAULT);
    }

    static Change change(String path, Kind kind, String text, Optional<String> rollback) {
        return new Change(
                path,
                path,
                kind,
                kind.rerunnable(),
                TextDigest.of(ScriptText.of(text)),
                Sha256.of(("tokens of " + text).getBytes(StandardCharsets.UTF_8)),
                rollback.map(r -> TextDigest.of(ScriptText.of(r))),
                List.of("release-4"),
                Optional.of("prod"),
                List.of(),
                kind != Kind.DATA_DML,
                Optional.of(Duration.ofSeconds(90)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                1,
                Optional.of(new Origin(
                        "0123456789abcdef0123456789abcdef01234567",
                        "Zoë",
                        "zoe@example.org",
                        "Add " + path,
                        "2026-03-01T12:00:00+01:00")));
    }

    static ChangeProof proof(Change change) {
        return new ChangeProof(
                1,
                0,
                true,
                List.of(new LockSeen("table public.customer", "AccessExclusiveLock")),
                List.of(),
                List.of(new ObjectSeen("added", "table", "public.customer")),
                change.rollback().isPresent()
                        ? new RollbackProof(RollbackResult.PROVED, Optional.empty(), Optional.empty())
                        : new RollbackProof(RollbackResult.NONE, Optional.of("no rollback script"), Optional.empty()),
                List.of());
    }

    private static Map<String, ScriptText> byDigest(List<String> texts) {
        Map<String, ScriptText> byDigest = new LinkedHashMap<>();
        texts.forEach(t -> byDigest.put(TextDigest.of(ScriptText.of(t)), ScriptText.of(t)));
        return byDigest;
    }
}
