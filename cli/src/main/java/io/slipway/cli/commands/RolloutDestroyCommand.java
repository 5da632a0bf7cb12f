package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.rollout.ProvisionOutput;
import io.slipway.cli.rollout.TeamPlace;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout destroy}. */
@Command(
        name = "destroy",
        description =
                "Takes away what provisioning made for a team: what is marked as ours and holds nothing. All else stays, and is"
                        + " named. Accounts, projects and histories stay always.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway rollout destroy payments --confirm payments"})
final class RolloutDestroyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    @Option(names = "--confirm", required = true, paramLabel = "TEAM", description = "The team's name once more.")
    private String confirm = "";

    RolloutDestroyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        if (!confirm.equals(team)) {
            throw SlipwayException.of(
                    ErrorCode.USAGE, "--confirm says '" + confirm + "', not '" + team + "'.", "Nothing was touched.");
        }
        try (TeamPlace place = TeamPlace.open(wiring, options.root(), team, options.progress(wiring))) {
            new ProvisionOutput(wiring.console(), options.json())
                    .destroyed(team, place.provisioning().destroy());
            return 0;
        }
    }
}
