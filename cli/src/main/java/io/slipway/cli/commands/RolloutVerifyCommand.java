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
import picocli.CommandLine.Parameters;

/** {@code slipway rollout verify}. */
@Command(
        name = "verify",
        description =
                "Looks whether all of a team is as its file wants it, and whether the published runbook is of this file. Changes"
                        + " nothing; exit code 1 when something differs.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway rollout verify payments", "  slipway rollout verify payments -o json"})
final class RolloutVerifyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    RolloutVerifyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        try (TeamPlace place =
                TeamPlace.open(wiring, options.root(), team, options.progress(wiring), server.of(wiring, options))) {
            ProvisionPlan plan = place.provisioning().plan();
            String runbook = RunbookState.of(place);
            new ProvisionOutput(wiring.console(), options.json()).status(plan, runbook, options.root());
            return plan.isDone() && !runbook.equals(RunbookState.STALE) ? 0 : Category.DIFFERENT.exitCode();
        }
    }
}
