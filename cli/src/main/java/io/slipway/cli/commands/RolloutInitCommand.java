package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.rollout.team.NewRolloutFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout init}. */
@Command(
        name = "init",
        description =
                "Writes rollout/TEAM.yaml: a beginning to fill in, or another team's file under this team's name.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout init payments",
            "  slipway rollout init orders --like payments    the next team: one file, then one apply"
        })
final class RolloutInitCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    @Option(names = "--like", paramLabel = "OTHER", description = "Take the file of this team as the template.")
    private Optional<String> like = Optional.empty();

    RolloutInitCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Path file = NewRolloutFile.write(options.root(), team, like);
        if (options.json()) {
            Json.print(wiring.console(), Json.result().put("written", file.toString()));
        } else {
            wiring.console().out().println("Wrote " + file + ". Read it, then:");
            wiring.console().out().println("  slipway rollout plan " + team);
            wiring.console().out().println("  slipway rollout apply " + team);
        }
        return 0;
    }
}
