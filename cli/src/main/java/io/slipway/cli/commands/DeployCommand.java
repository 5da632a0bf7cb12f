package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DeployOutput;
import io.slipway.cli.output.ForecastOutput;
import io.slipway.cli.output.SqlFile;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.ForecastReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway deploy}. */
@Command(
        name = "deploy",
        description =
                "Brings an environment to an artifact: runs what it does not have, in order, and writes the history.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway deploy latest --to dev",
            "  slipway deploy shop:1.4.0 --to prod --approve-as \"Ann Lee\" --reason \"CHG-1881\"",
            "  slipway deploy latest --to qa --dry-run            what would run, and whether it would be let",
            "  slipway deploy latest --to qa --sql review.sql     the same as one SQL file",
            "  slipway deploy latest --to qa --server https://slipway.example.com",
            "  slipway deploy latest --to qa --labels \"release-4 AND !hold\""
        })
final class DeployCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ActorOptions actor = new ActorOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(names = "--to", required = true, paramLabel = "ENV", description = "The environment.")
    private String to = "";

    @Option(names = "--dry-run", description = "Only show what would run.")
    private boolean dryRun;

    @Option(names = "--sql", paramLabel = "FILE", description = "Only write what would run into a file.")
    private Optional<Path> sql = Optional.empty();

    @Option(
            names = "--skip-gate",
            description = "Deploy although the environment before it does not have the artifact; wants --reason.")
    private boolean skipGate;

    DeployCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Optional<RemoteProject> remote = server.project(wiring, options);
        if (remote.isPresent()) {
            return onServer(remote.get());
        }
        Project project = options.project();
        Environment environment = project.environment(to);
        try (Artifact opened = artifact.open(project, ArtifactReader.Check.ON_USE)) {
            DeployRequest request = new DeployRequest(
                    project,
                    environment,
                    opened,
                    selection.selection(environment),
                    actor.actor(wiring.user()),
                    skipGate,
                    actor.patience());
            if (dryRun || sql.isPresent()) {
                return show(request);
            }
            DeployResult result = new Deployment(
                            wiring.targets(), wiring.clock(), options.progress(wiring), wiring.cancellation())
                    .run(request);
            return DeployOutput.of(wiring.console(), options.json()).print("deployed", result);
        } catch (SlipwayException e) {
            return DeployOutput.of(wiring.console(), options.json()).refused(to, e);
        }
    }

    private int onServer(RemoteProject remote) {
        ServerOptions.refuse(sql.isPresent(), "--sql", "the parameters of its environments are there.");
        try {
            RemoteProject.DeploymentWish wish = new RemoteProject.DeploymentWish(
                    artifact.remote(remote, options),
                    artifact.pipeline(),
                    to,
                    actor.remoteReason(),
                    skipGate,
                    selection.labels(),
                    selection.contexts());
            if (dryRun) {
                return show(remote.forecast(wish));
            }
            return DeployOutput.of(wiring.console(), options.json())
                    .print("deployed", remote.deploy(wish, options.progress(wiring), wiring.cancellation()));
        } catch (SlipwayException e) {
            return DeployOutput.of(wiring.console(), options.json()).refused(to, e);
        }
    }

    private int show(DeployRequest request) {
        Forecast.Result forecast = new Forecast(wiring.targets()).run(request);
        sql.ifPresent(file -> SqlFile.write(request.project().root().resolve(file), request, forecast));
        return show(ForecastReport.of(forecast));
    }

    private int show(ForecastReport forecast) {
        ForecastOutput.print(wiring.console(), options.json(), forecast);
        return forecast.error()
                .map(e -> e.exception().code().category().exitCode())
                .orElse(0);
    }
}
