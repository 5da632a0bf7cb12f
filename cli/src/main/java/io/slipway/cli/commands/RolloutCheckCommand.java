package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.rollout.TeamPlace;
import io.slipway.rollout.provision.Definition;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout check}. */
@Command(
        name = "check",
        description = "Reads rollout/TEAM.yaml, and says what is wrong with it and where. Reaches nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway rollout check payments"})
final class RolloutCheckCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    RolloutCheckCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Definition definition = TeamPlace.definition(options.root(), team);
        if (options.json()) {
            Json.print(wiring.console(), Json.result().put("team", team).put("definition", definition.digest()));
        } else {
            wiring.console()
                    .out()
                    .println("rollout/" + team + ".yaml is in order. Definition "
                            + definition.digest().substring(0, 12) + ".");
        }
        return 0;
    }
}
