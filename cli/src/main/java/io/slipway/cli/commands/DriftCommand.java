package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DriftOutput;
import io.slipway.cli.output.Json;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.drift.Drift;
import io.slipway.release.error.Category;
import io.slipway.release.packaging.Replay;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.DriftReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway drift}. */
@Command(
        name = "drift",
        description =
                "Shows how an environment's schema differs from what its history says, object by object: what somebody"
                        + " made, changed or took away by hand. Changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway drift prod",
            "  slipway drift prod --check --output json   for CI: exit code 1 when it differs",
            "  slipway drift prod --rights                grants and default privileges too"
        })
final class DriftCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "ENV", description = "The environment.")
    private String environment = "";

    @Option(
            names = "--artifact",
            paramLabel = "ARTIFACT",
            description =
                    "One that knows all changes of the environment: a path, project:version, or latest (default).")
    private String artifact = "latest";

    @Mixin
    private LatestOptions latest = new LatestOptions();

    @Option(names = "--check", description = "Exit code 1 when it differs.")
    private boolean check;

    @Option(
            names = "--rights",
            description = "Grants and default privileges count too; without it they are only mentioned.")
    private boolean rights;

    DriftCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        Environment database = project.oneDatabase(environment);
        Replay replay = new Replay(
                wiring.targets().product(project),
                wiring.environment(),
                options.progress(wiring),
                wiring.cancellation());
        DriftReport report;
        try (Artifact opened = latest.open(project, artifact, ArtifactReader.Check.ON_USE)) {
            report = DriftReport.of(new Drift(wiring.targets(), replay, wiring.clock()).run(project, database, opened));
        }
        if (options.json()) {
            Json.print(wiring.console(), report);
        } else {
            DriftOutput.print(wiring.console().out(), report, rights);
        }
        return check && report.differs(rights) ? Category.DIFFERENT.exitCode() : 0;
    }
}
