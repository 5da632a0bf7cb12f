package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DeployOutput;
import io.slipway.cli.output.Errors;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.Table;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactSummary;
import io.slipway.release.artifact.Limits;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.deploy.SideBySide;
import io.slipway.release.error.Category;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.DatabaseStatus;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.Reports;
import io.slipway.release.report.StatusReport;
import io.slipway.release.report.StatusReport.EnvironmentStatus;
import io.slipway.release.status.Newest;
import io.slipway.release.status.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
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
            "  slipway status prod           of an environment of many databases, each of them",
            "  slipway status prod/acme      one of them, in full",
            "  slipway status --check        exit code 1 unless every environment has the newest artifact"
        })
final class StatusCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

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
        StatusReport report = server.project(wiring, options)
                .map(remote -> remote.status(environment, pipeline))
                .orElseGet(this::here);
        if (options.json()) {
            Json.print(wiring.console(), report);
        } else {
            text(report);
        }
        Optional<ErrorReport> unreachable = report.environments().stream()
                .flatMap(each -> each.error().stream())
                .findFirst();
        if (unreachable.isPresent()) {
            return unreachable.get().exception().code().category().exitCode();
        }
        return check && !report.environments().stream().allMatch(EnvironmentStatus::clean)
                ? Category.DIFFERENT.exitCode()
                : 0;
    }

    private StatusReport here() {
        Project project = options.project();
        Collection<Environment> environments = environment
                .map(name -> List.of(project.environment(name)))
                .orElseGet(() -> List.copyOf(project.environments().values()));
        Optional<ArtifactSummary> newest =
                ProjectOptions.store(project).newest(project.name(), ProjectOptions.pipeline(project, pipeline));
        Status status = new Status(wiring.targets());
        Optional<Newest> compared = newest.map(found -> new Newest(found.digest(), () -> manifest(found)));
        return new StatusReport(
                Reports.FORMAT_VERSION,
                project.name(),
                newest.map(ArtifactSummary::version),
                environments.stream()
                        .map(each -> status(each, database -> status.of(project, database, compared)))
                        .toList());
    }

    private static EnvironmentStatus status(Environment environment, Function<Environment, Status.Row> look) {
        List<EnvironmentStatus> databases =
                SideBySide.each(environment, database -> EnvironmentStatus.of(look.apply(database)));
        return environment.isMany() ? EnvironmentStatus.ofMany(environment, databases) : databases.get(0);
    }

    private static Manifest manifest(ArtifactSummary found) {
        try (Artifact artifact = ArtifactReader.open(found.file(), Limits.DEFAULT, ArtifactReader.Check.ON_USE)) {
            return artifact.manifest();
        }
    }

    private void text(StatusReport report) {
        wiring.console()
                .out()
                .println(report.project() + ", newest artifact: "
                        + report.newest().orElse("none") + ".");
        Table table = new Table("ENVIRONMENT", "AT", "SINCE", "APPLIED", "PENDING", "STATE");
        for (EnvironmentStatus each : report.environments()) {
            boolean unknown = each.error().isPresent();
            table.row(
                    each.name(),
                    each.since().isPresent() ? each.version() : "-",
                    since(each.since()),
                    unknown ? "?" : Integer.toString(each.applied()),
                    unknown ? "?" : Integer.toString(each.pending()),
                    each.databases()
                            .map(StatusCommand::counted)
                            .orElseGet(() -> state(each, report.newest().isPresent())));
            if (environment.isPresent()) {
                each.databases().orElse(List.of()).forEach(database -> row(table, database));
            }
        }
        table.print(wiring.console().out());
        report.environments()
                .forEach(each -> each.error().ifPresent(e -> Errors.text(wiring.console(), e.exception())));
    }

    private static void row(Table table, DatabaseStatus database) {
        boolean unknown = database.error().isPresent();
        table.row(
                database.name(),
                database.since().isPresent() ? database.version() : "-",
                since(database.since()),
                unknown ? "?" : Integer.toString(database.applied()),
                unknown ? "?" : Integer.toString(database.pending()),
                words(database.state()));
    }

    private static String since(Optional<Instant> since) {
        return since.map(at -> at.toString().substring(0, 16).replace('T', ' ') + " UTC")
                .orElse("-");
    }

    /** How many are where, such as {@code 10 databases: 7 up to date, 2 behind, 1 FAILED}. */
    private static String counted(List<DatabaseStatus> databases) {
        Map<String, Long> counts = databases.stream()
                .collect(Collectors.groupingBy(DatabaseStatus::state, LinkedHashMap::new, Collectors.counting()));
        return databases.size()
                + (databases.size() == 1 ? " database: " : " databases: ")
                + counts.entrySet().stream()
                        .map(each -> each.getValue() + " " + words(each.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static String words(String state) {
        return switch (state) {
            case "in-doubt", "failed", "half-done", "running" ->
                state.toUpperCase(Locale.ROOT).replace('-', ' ');
            case "unreachable" -> "not reachable";
            case "unknown-changes" -> "with changes that the newest artifact does not know";
            default -> state.replace('-', ' ');
        };
    }

    private static String halfBuilt(EnvironmentStatus status) {
        return status.halfBuilt()
                .map(names -> "; half-built (INVALID): " + String.join(", ", names))
                .orElse("");
    }

    /** @param compared whether there is an artifact to compare it with */
    private static String state(EnvironmentStatus status, boolean compared) {
        if (status.error().isPresent()) {
            return "not reachable";
        }
        if (!status.running().isEmpty()) {
            return "RUNNING: " + status.at().map(statement -> statement + ", ").orElse("") + "by " + status.running();
        }
        if (!status.inDoubt().isEmpty()) {
            return "IN DOUBT: " + status.inDoubt()
                    + " (" + status.witness().orElse("the catalogue cannot tell what became of it") + ")"
                    + status.halfDone().map(half -> "; " + half.shown()).orElse("");
        }
        if (!status.failed().isEmpty()) {
            return "FAILED at " + status.failedPath().orElse("")
                    + status.failedDone()
                            .map(last ->
                                    ", whose " + DeployOutput.statements(last) + (last == 1 ? " is" : " are") + " done")
                            .orElse("")
                    + halfBuilt(status);
        }
        if (status.halfDone().isPresent()) {
            return "HALF DONE: " + status.halfDone().get().shown() + halfBuilt(status);
        }
        if (status.halfBuilt().isPresent()) {
            return "behind" + halfBuilt(status);
        }
        if (!compared && status.applied() > 0) {
            return "no artifact here to compare with";
        }
        if (status.unknown() > 0) {
            return "has " + status.unknown() + " change(s) that the newest artifact does not know";
        }
        return status.pending() == 0 ? (status.applied() == 0 ? "empty" : "up to date") : "behind";
    }
}
