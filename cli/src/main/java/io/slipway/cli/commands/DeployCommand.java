package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DeployOutput;
import io.slipway.cli.output.ForecastOutput;
import io.slipway.cli.output.SqlFile;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
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
            "  slipway deploy latest --to qa --labels \"release-4 AND !hold\""
        })
final class DeployCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ActorOptions actor = new ActorOptions();

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

    private int show(DeployRequest request) {
        Forecast.Result forecast = new Forecast(wiring.targets()).run(request);
        sql.ifPresent(file -> SqlFile.write(request.project().root().resolve(file), request, forecast));
        ForecastOutput.print(wiring.console(), options.json(), forecast);
        return forecast.refusal().map(e -> e.code().category().exitCode()).orElse(0);
    }
}
