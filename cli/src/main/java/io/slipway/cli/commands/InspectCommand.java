package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.Table;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.project.Project;
import io.slipway.release.report.InspectReport;
import java.io.PrintStream;
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
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(names = "--all", description = "All changes, not only those that this artifact adds.")
    private boolean all;

    InspectCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        InspectReport report = server.project(wiring, options)
                .map(remote -> remote.inspect(artifact.remote(remote, options), artifact.pipeline(), all))
                .orElseGet(this::here);
        if (options.json()) {
            Json.print(wiring.console(), report);
        } else {
            text(report);
        }
        return 0;
    }

    private InspectReport here() {
        Project project = options.project();
        try (Artifact opened = artifact.open(project, ArtifactReader.Check.ON_USE)) {
            return InspectReport.of(opened, opened.file().toString(), all);
        }
    }

    private void text(InspectReport report) {
        PrintStream out = wiring.console().out();
        out.println(report.project() + " " + report.version() + " for " + report.database() + ", pipeline "
                + report.pipeline());
        out.println("  digest   " + report.digest());
        out.println("  parent   " + report.parentVersion().orElse("none"));
        out.println("  signed   "
                + (report.signedBy().isEmpty()
                        ? "no"
                        : "by key " + report.signedBy().substring(0, 12)));
        out.println("  proved   on " + report.provedOn());
        out.println("  schema   " + report.schema().substring(0, 12) + ", " + report.schemaObjects() + " objects");
        out.println("  changes  " + report.total() + ", of which " + report.fresh() + " new"
                + (report.replaced() == 0 ? "" : ", " + report.replaced() + " replaced by a rework"));
        out.println();
        Table table = new Table("CHANGE", "KIND", "STATEMENTS", "ROLLBACK", "AUTHOR", "COMMIT", "MESSAGE");
        for (InspectReport.InspectedChange change : report.changes()) {
            table.row(
                    change.path() + (change.replaced() ? "  (replaced)" : ""),
                    change.kind(),
                    Integer.toString(change.statements()),
                    change.rollback(),
                    change.author().orElse("-"),
                    change.commit().map(commit -> commit.substring(0, 8)).orElse("-"),
                    change.message().orElse("-"));
        }
        table.print(out);
    }
}
