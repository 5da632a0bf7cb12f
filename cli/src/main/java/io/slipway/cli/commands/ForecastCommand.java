package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.ForecastOutput;
import io.slipway.cli.output.ManyForecastOutput;
import io.slipway.cli.output.ReportFile;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.forecast.ForecastOfMany;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.ManyForecastReport;
import io.slipway.release.report.page.ForecastPage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway forecast}. */
@Command(
        name = "forecast",
        description =
                "Shows what a deployment would do to an environment: pending changes, objects, locks and rows as the"
                        + " proof saw them, rollback coverage, who would wait how long for which table, what would be"
                        + " lost or break, and whether it would be let. Changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway forecast latest --to qa",
            "  slipway forecast shop:1.4.0 --to prod --output json",
            "  slipway forecast shop:1.4.0 --to prod --report html=forecast.html"
        })
final class ForecastCommand implements Callable<Integer> {
    enum Form {
        HTML
    }

    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private ActorOptions actor = new ActorOptions();

    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(names = "--to", required = true, paramLabel = "ENV", description = "The environment.")
    private String to = "";

    @Option(
            names = "--report",
            paramLabel = "FORM=FILE",
            description = "Writes it as one page too, with a picture of the risky changes: html=FILE.")
    private Map<Form, Path> reports = new LinkedHashMap<>();

    ForecastCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Optional<RemoteProject> remote = server.project(wiring, options);
        return remote.isPresent() ? onServer(remote.get()) : here();
    }

    private int onServer(RemoteProject remote) {
        tell(remote.forecast(new RemoteProject.DeploymentWish(
                artifact.remote(remote, options),
                artifact.pipeline(),
                to,
                actor.remoteReason(),
                false,
                selection.labels(),
                selection.contexts(),
                Optional.empty())));
        return 0;
    }

    private int here() {
        Project project = options.project();
        Environment environment = project.environment(to);
        try (Artifact opened = artifact.open(project, ArtifactReader.Check.ON_USE)) {
            DeployRequest request = new DeployRequest(
                    project,
                    environment,
                    opened,
                    selection.selection(environment),
                    actor.actor(wiring.user()),
                    false,
                    actor.patience());
            Forecast forecast = new Forecast(wiring.targets());
            if (environment.isMany()) {
                tell(ManyForecastReport.of(
                        to, opened.manifest().version(), new ForecastOfMany(forecast).run(request), project));
            } else {
                tell(ForecastReport.of(forecast.run(request), project));
            }
            return 0;
        }
    }

    private void tell(ForecastReport forecast) {
        write(() -> ForecastPage.of(forecast, wiring.clock().instant()));
        ForecastOutput.print(wiring.console(), options.json(), forecast);
    }

    private void tell(ManyForecastReport forecast) {
        write(() -> ForecastPage.of(forecast, wiring.clock().instant()));
        ManyForecastOutput.print(wiring.console(), options.json(), forecast);
    }

    private void write(Supplier<String> html) {
        reports.values().forEach(file -> ReportFile.write(options.root().resolve(file), html.get()));
    }
}
