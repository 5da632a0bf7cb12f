package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.Table;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Origin;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.project.Project;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway inspect}. */
@Command(
        name = "inspect",
        description = "Shows what an artifact holds: its changes, where each comes from, and what the proof saw.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway inspect latest",
            "  slipway inspect shop:1.4.0 --all",
            "  slipway inspect artifacts/shop-1.4.0.zip --output json"
        })
final class InspectCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(names = "--all", description = "All changes, not only those that this artifact adds.")
    private boolean all;

    InspectCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        try (Artifact opened = artifact.open(project, ArtifactReader.Check.ON_USE)) {
            if (options.json()) {
                json(opened);
            } else {
                text(opened);
            }
        }
        return 0;
    }

    private void json(Artifact opened) {
        Manifest manifest = opened.manifest();
        ObjectNode node = Json.result()
                .put("artifact", opened.file().toString())
                .put("project", manifest.project())
                .put("database", manifest.database())
                .put("pipeline", manifest.pipeline())
                .put("version", manifest.version())
                .put("digest", opened.digest())
                .put("signedBy", opened.signature().who())
                .put("schema", opened.schema().fingerprint())
                .put("provedOn", opened.proof().server())
                .put("total", manifest.changes().size());
        manifest.parent().ifPresent(parent -> node.put("parent", parent));
        Set<String> replaced = manifest.replaced().keySet();
        for (Change change : all ? manifest.changes() : manifest.newChanges()) {
            ChangeProof proof = opened.proof().of(change);
            ObjectNode entry = node.withArray("changes")
                    .addObject()
                    .put("id", change.id())
                    .put("path", change.path())
                    .put("kind", change.kind().folder())
                    .put("digest", change.digest())
                    .put("statements", proof.statements())
                    .put("rollback", proof.rollback().result().text());
            change.replaces().ifPresent(before -> entry.put("replaces", before));
            entry.put("replaced", replaced.contains(change.key()));
            change.origin()
                    .ifPresent(origin -> entry.put("author", origin.author())
                            .put("commit", origin.commit())
                            .put("message", origin.message()));
        }
        Json.print(wiring.console(), node);
    }

    private void text(Artifact opened) {
        Manifest manifest = opened.manifest();
        PrintStream out = wiring.console().out();
        Set<String> replaced = manifest.replaced().keySet();
        out.println(manifest.project() + " " + manifest.version() + " for " + manifest.database() + ", pipeline "
                + manifest.pipeline());
        out.println("  digest   " + opened.digest());
        out.println("  parent   " + manifest.parentVersion().orElse("none") + "");
        out.println("  signed   "
                + (opened.signature().who().isEmpty()
                        ? "no"
                        : "by key " + opened.signature().who().substring(0, 12)));
        out.println("  proved   on " + opened.proof().server());
        out.println("  schema   " + opened.schema().fingerprint().substring(0, 12) + ", "
                + opened.schema().objects().size() + " objects");
        out.println("  changes  " + manifest.changes().size() + ", of which "
                + manifest.newChanges().size() + " new"
                + (replaced.isEmpty() ? "" : ", " + replaced.size() + " replaced by a rework"));
        out.println();
        Table table = new Table("CHANGE", "KIND", "STATEMENTS", "ROLLBACK", "AUTHOR", "COMMIT", "MESSAGE");
        for (Change change : all ? manifest.changes() : manifest.newChanges()) {
            ChangeProof proof = opened.proof().of(change);
            table.row(
                    change.path() + (replaced.contains(change.key()) ? "  (replaced)" : ""),
                    change.kind().folder(),
                    Integer.toString(proof.statements()),
                    proof.rollback().result().text(),
                    change.origin().map(Origin::author).orElse("-"),
                    change.origin().map(o -> o.commit().substring(0, 8)).orElse("-"),
                    change.origin().map(Origin::message).orElse("-"));
        }
        table.print(out);
    }
}
