package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.ReadinessOutput;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.RemoteRollout;
import io.slipway.cli.rollout.ProvisionOutput;
import io.slipway.cli.rollout.RunbookState;
import io.slipway.cli.rollout.TeamPlace;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.ProvisionPlan;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout status}. */
@Command(
        name = "status",
        description =
                "Shows how far a team is. With --server: each gate of its go-live with its evidence, what hinders it and"
                        + " whose turn it is. Without: how far each step of provisioning is, seen from here, and how long it"
                        + " took for each team.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout status payments --server https://slipway.example.com",
            "  slipway rollout status payments --server https://slipway.example.com --check     exit code 1 unless all"
                    + " gates pass",
            "  slipway rollout status payments --server https://slipway.example.com --look      look at each gate anew",
            "  slipway rollout status payments --check       exit code 1 unless all steps are done"
        })
final class RolloutStatusCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    @Option(
            names = "--check",
            description = "End with exit code 1 when a gate does not pass; without a server, when a step is not done.")
    private boolean check;

    @Option(
            names = "--look",
            description = "Have the server look at each gate now, instead of telling what it saw last.")
    private boolean look;

    RolloutStatusCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Optional<RemoteProject> named = server.ofTeam(wiring, options, team);
        return named.map(project -> gates(project.rollout())).orElseGet(this::steps);
    }

    private int gates(RemoteRollout rollout) {
        RemoteRollout.Readiness readiness = rollout.readiness(look);
        ServedTeam.require(readiness.team(), team);
        new ReadinessOutput(wiring.console(), options.json()).show(readiness);
        return check && !readiness.ready() ? Category.DIFFERENT.exitCode() : 0;
    }

    private int steps() {
        if (look) {
            throw SlipwayException.of(ErrorCode.USAGE, "Gates are looked at by a server.", "Name it with --server.");
        }
        try (TeamPlace place = TeamPlace.open(wiring, options.root(), team, options.progress(wiring))) {
            ProvisionPlan plan = place.provisioning().plan();
            ProvisionOutput output = new ProvisionOutput(wiring.console(), options.json());
            output.status(plan, RunbookState.of(place), options.root());
            output.onlyAServerKnows();
            return check && !plan.isDone() ? Category.DIFFERENT.exitCode() : 0;
        }
    }
}
