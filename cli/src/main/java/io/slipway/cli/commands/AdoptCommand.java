package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DriftScriptOutput;
import io.slipway.cli.output.Json;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.drift.Adoption;
import io.slipway.release.project.Project;
import io.slipway.release.report.DriftScriptReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway adopt}. */
@Command(
        name = "adopt",
        description =
                "Makes a script of what was done by hand in an environment, such as an emergency fix, and proves it. Once"
                        + " packaged, it runs in the other environments; where it was done by hand it is written down"
                        + " and not run. Changes nothing in any database.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway adopt prod",
            "  slipway adopt prod --only \"index public.customer_name\" --name fast_search"
        })
final class AdoptCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private DriftScriptOptions drift = new DriftScriptOptions();

    @Mixin
    private LatestOptions latest = new LatestOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The script's name, without number and .sql (default: adopt_ENV).")
    private Optional<String> name = Optional.empty();

    AdoptCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        DriftScriptReport report;
        try (Artifact opened = latest.open(project, drift.artifact(), ArtifactReader.Check.ON_USE)) {
            report = DriftScriptReport.of(
                    new Adoption(wiring.targets(), DriftScriptOptions.replay(wiring, options, project), wiring.clock())
                            .run(drift.wish(project, opened), name));
        }
        if (options.json()) {
            Json.print(wiring.console(), report);
        } else {
            DriftScriptOutput.adopted(wiring.console().out(), report);
        }
        return 0;
    }
}
