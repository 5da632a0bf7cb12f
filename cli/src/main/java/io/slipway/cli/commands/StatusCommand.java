package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Errors;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.Table;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactSummary;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.error.Category;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.status.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway status}. */
@Command(
        name = "status",
        description = "Shows which artifact is where since when, and what is pending, running, failed or in doubt.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway status",
            "  slipway status prod",
            "  slipway status --check        exit code 1 unless every environment has the newest artifact"
        })
final class StatusCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(arity = "0..1", paramLabel = "ENV", description = "Only this environment.")
    private Optional<String> environment = Optional.empty();

    @Option(
            names = "--pipeline",
            paramLabel = "P",
            description = "Whose newest artifact to compare with (default main).")
    private Optional<String> pipeline = Optional.empty();

    @Option(
            names = "--check",
            description = "End with exit code 1 when something is pending, running, failed or in doubt.")
    private boolean check;

    StatusCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        Collection<Environment> environments = environment
                .map(name -> List.of(project.environment(name)))
                .orElseGet(() -> List.copyOf(project.environments().values()));
        Optional<Manifest> newest = ProjectOptions.store(project)
                .newest(project.name(), ProjectOptions.pipeline(project, pipeline))
                .map(ArtifactSummary::file)
                .map(file -> {
                    try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ON_USE)) {
                        return artifact.manifest();
                    }
                });
        List<Status.Row> rows = new ArrayList<>();
        for (Environment each : environments) {
            rows.add(new Status(wiring.targets()).of(project, each, newest));
        }
        if (options.json()) {
            json(newest, rows);
        } else {
            text(project, newest, rows);
        }
        Optional<Status.Row> unreachable =
                rows.stream().filter(row -> row.error().isPresent()).findFirst();
        if (unreachable.isPresent()) {
            return unreachable.get().error().orElseThrow().code().category().exitCode();
        }
        return check && !rows.stream().allMatch(Status.Row::clean) ? Category.DIFFERENT.exitCode() : 0;
    }

    private void json(Optional<Manifest> newest, List<Status.Row> rows) {
        ObjectNode node = Json.result();
        newest.ifPresent(manifest -> node.put("newest", manifest.version()));
        ArrayNode array = node.putArray("environments");
        for (Status.Row row : rows) {
            ObjectNode each = array.addObject()
                    .put("name", row.environment())
                    .put("version", row.deployed().map(HistoryEntry::version).orElse(""))
                    .put("protected", row.isProtected())
                    .put("applied", row.applied())
                    .put("pending", row.pending().size())
                    .put("unknown", row.unknown().size())
                    .put("failed", row.failed().flatMap(HistoryEntry::changeId).orElse(""))
                    .put("running", row.running().map(Object::toString).orElse(""))
                    .put(
                            "inDoubt",
                            row.running().isPresent() ? "" : row.inDoubt().orElse(""));
            row.server().ifPresent(server -> each.put("server", server.toString()));
            row.deployed().ifPresent(d -> each.put("since", d.at().toString()));
            row.error().ifPresent(e -> Json.error(each, e));
        }
        Json.print(wiring.console(), node);
    }

    private void text(Project project, Optional<Manifest> newest, List<Status.Row> rows) {
        wiring.console()
                .out()
                .println(project.name() + ", newest artifact: "
                        + newest.map(Manifest::version).orElse("none") + ".");
        Table table = new Table("ENVIRONMENT", "AT", "SINCE", "APPLIED", "PENDING", "STATE");
        for (Status.Row row : rows) {
            table.row(
                    row.environment(),
                    row.deployed().map(HistoryEntry::version).orElse("-"),
                    row.deployed()
                            .map(d -> d.at().toString().substring(0, 16).replace('T', ' ') + " UTC")
                            .orElse("-"),
                    row.error().isPresent() ? "?" : Integer.toString(row.applied()),
                    row.error().isPresent()
                            ? "?"
                            : Integer.toString(row.pending().size()),
                    state(row));
        }
        table.print(wiring.console().out());
        rows.forEach(row -> row.error().ifPresent(e -> Errors.text(wiring.console(), e)));
    }

    private static String state(Status.Row row) {
        if (row.error().isPresent()) {
            return "not reachable";
        }
        if (row.running().isPresent()) {
            return "RUNNING: "
                    + row.inDoubt().map(statement -> statement + ", ").orElse("") + "by "
                    + row.running().get();
        }
        if (row.inDoubt().isPresent()) {
            return "IN DOUBT: " + row.inDoubt().get();
        }
        if (row.failed().isPresent()) {
            return "FAILED at " + row.failed().get().path().orElse("");
        }
        if (!row.unknown().isEmpty()) {
            return "has " + row.unknown().size() + " change(s) that the newest artifact does not know";
        }
        return row.pending().isEmpty() ? (row.applied() == 0 ? "empty" : "up to date") : "behind";
    }
}
