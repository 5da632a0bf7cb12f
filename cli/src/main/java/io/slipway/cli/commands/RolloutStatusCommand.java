package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.rollout.ProvisionOutput;
import io.slipway.cli.rollout.RunbookState;
import io.slipway.cli.rollout.TeamPlace;
import io.slipway.release.error.Category;
import io.slipway.rollout.provision.ProvisionPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout status}. */
@Command(
        name = "status",
        description = "Shows how far each step of a team is, and how long provisioning took for each team from here.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout status payments",
            "  slipway rollout status payments --check       exit code 1 unless all is done"
        })
final class RolloutStatusCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    @Option(names = "--check", description = "End with exit code 1 when something is not done.")
    private boolean check;

    RolloutStatusCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        try (TeamPlace place = TeamPlace.open(wiring, options.root(), team, options.progress(wiring))) {
            ProvisionPlan plan = place.provisioning().plan();
            new ProvisionOutput(wiring.console(), options.json()).status(plan, RunbookState.of(place), options.root());
            return check && !plan.isDone() ? Category.DIFFERENT.exitCode() : 0;
        }
    }
}
