package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.drift.Remark;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.project.Project;
import io.slipway.release.report.FindingReport;
import io.slipway.release.report.Reports;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway package}. */
@Command(
        name = "package",
        description =
                "Turns what is new in the scripts folder into one signed artifact, after proving every new script and"
                        + " its rollback on a reference database. Nothing new is a success that says so.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway package",
            "  slipway package --version 1.4.0",
            "  slipway package --pipeline hotfix --output json"
        })
final class PackageCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "The artifact's version (default: the next minor one).")
    private Optional<String> version = Optional.empty();

    @Option(names = "--pipeline", paramLabel = "P", description = "The pipeline it is for (default main).")
    private Optional<String> pipeline = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where to put it (default: 'artifacts' of slipway.yaml).")
    private Optional<java.nio.file.Path> folder = Optional.empty();

    PackageCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        // first, so that a missing token is told before the work
        Optional<RemoteProject> remote = server.project(wiring, options);
        Project read = options.project();
        Project project =
                folder.map(f -> read.withArtifacts(read.root().resolve(f))).orElse(read);
        PackageResult result = new Packaging(
                        wiring.targets().product(project),
                        wiring.environment(),
                        options.progress(wiring),
                        wiring.cancellation(),
                        wiring.clock())
                .run(new PackageRequest(project, ProjectOptions.pipeline(project, pipeline), version));
        remote.ifPresent(it -> handIn(it, project));
        if (options.json()) {
            json(result);
        } else {
            text(project, result);
        }
        return 0;
    }

    /** The newest one, also when nothing is new: an earlier attempt may have got no further than this machine. */
    private void handIn(RemoteProject remote, Project project) {
        ProjectOptions.store(project)
                .newest(project.name(), ProjectOptions.pipeline(project, pipeline))
                .ifPresent(newest -> {
                    RemoteProject.HandedIn there = remote.handIn(newest.file());
                    wiring.console().err().println(there.version() + " is at " + remote.url() + ".");
                });
    }

    private void json(PackageResult result) {
        ObjectNode node = Json.result();
        if (result instanceof PackageResult.Packaged packaged) {
            ArrayNode findings = node.putArray("findings");
            packaged.changes().stream()
                    .flatMap(change -> findings(packaged, change).stream())
                    .forEach(finding -> findings.add(Reports.tree(finding)));
            node.put("result", "packaged")
                    .put("artifact", packaged.artifact().toString())
                    .put("version", packaged.manifest().version())
                    .put("digest", packaged.digest())
                    .put("signed", packaged.signed())
                    .put("total", packaged.manifest().changes().size());
            Json.changes(node.putArray("changes"), packaged.changes());
        } else if (result instanceof PackageResult.NothingNew nothing) {
            node.put("result", "nothing-new")
                    .put("version", nothing.version())
                    .put("total", nothing.total())
                    .putArray("changes");
        }
        result.notices().forEach(node.putArray("notices")::add);
        Json.print(wiring.console(), node);
    }

    private void text(Project project, PackageResult result) {
        result.notices().forEach(notice -> wiring.console().err().println("note: " + Remark.of(notice)));
        PrintStream out = wiring.console().out();
        if (result instanceof PackageResult.NothingNew nothing) {
            out.println(
                    nothing.version().isEmpty()
                            ? "There are no scripts to package."
                            : "Nothing new since " + project.name() + " " + nothing.version() + " ("
                                    + counted(nothing.total(), "change") + ").");
        } else if (result instanceof PackageResult.Packaged packaged) {
            out.println("Packaged " + project.name() + " " + packaged.manifest().version() + ": "
                    + counted(packaged.changes().size(), "change") + " new, "
                    + packaged.manifest().changes().size() + " in all.");
            for (Change change : packaged.changes()) {
                out.println(
                        Remark.of("  " + change.path() + about(packaged.proof().of(change))));
            }
            findings(packaged);
            out.println(project.root().relativize(packaged.artifact()) + "  "
                    + packaged.digest().substring(0, 12) + (packaged.signed() ? "  signed" : "  not signed"));
        }
    }

    /** What is to be looked at; notes are only counted. */
    private void findings(PackageResult.Packaged packaged) {
        List<FindingReport> all = packaged.changes().stream()
                .flatMap(change -> findings(packaged, change).stream())
                .toList();
        List<FindingReport> told =
                all.stream().filter(each -> !each.severity().equals("note")).toList();
        told.forEach(finding -> wiring.console().err().println("rule: " + finding.text()));
        if (all.size() > told.size()) {
            wiring.console()
                    .err()
                    .println("Rules have " + counted(all.size() - told.size(), "note") + "; --output json shows all.");
        }
    }

    private static List<FindingReport> findings(PackageResult.Packaged packaged, Change change) {
        return packaged.proof().of(change).findings().stream()
                .map(seen -> FindingReport.of(change.path(), seen))
                .toList();
    }

    private static String about(ChangeProof proof) {
        RollbackResult rollback = proof.rollback().result();
        return "  (" + counted(proof.statements(), "statement") + ", "
                + switch (rollback) {
                    case PROVED -> "rollback proved";
                    case NOT_PROVED ->
                        "rollback NOT proved: " + proof.rollback().reason().orElse("");
                    case NONE -> "no rollback";
                }
                + ")";
    }

    private static String counted(int n, String thing) {
        return n + " " + thing + (n == 1 ? "" : "s");
    }
}
