package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DeployOutput;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.baseline.Baseline;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway baseline}. */
@Command(
        name = "baseline",
        description =
                "Takes an existing database as the starting point: writes an artifact's changes into its history as"
                        + " there already, and runs nothing. Its schema must be the one the artifact leads to.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway baseline prod                              at the newest artifact",
            "  slipway baseline prod --artifact shop:1.0.0 --approve-as \"Ann Lee\" --reason \"CHG-17\""
        })
final class BaselineCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ActorOptions actor = new ActorOptions();

    @Parameters(paramLabel = "ENV", description = "The environment.")
    private String environment = "";

    @Option(
            names = "--artifact",
            paramLabel = "ARTIFACT",
            description = "A path, project:version, or latest (default).")
    private String artifact = "latest";

    @Mixin
    private LatestOptions latest = new LatestOptions();

    @Option(
            names = "--accept-differences",
            description = "Take the database over although its schema is another; wants --reason.")
    private boolean acceptDifferences;

    BaselineCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        Environment database = project.oneDatabase(environment);
        try (Artifact opened = latest.open(project, artifact, ArtifactReader.Check.ON_USE)) {
            return DeployOutput.of(wiring.console(), options.json())
                    .print(
                            "took over",
                            new Baseline(
                                            wiring.targets(),
                                            wiring.clock(),
                                            options.progress(wiring),
                                            wiring.cancellation())
                                    .run(new Baseline.Request(
                                            project,
                                            database,
                                            opened,
                                            acceptDifferences,
                                            actor.actor(wiring.user()),
                                            actor.patience())));
        } catch (SlipwayException e) {
            return DeployOutput.of(wiring.console(), options.json()).refused(environment, e);
        }
    }
}
