package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.rollout.ProvisionOutput;
import io.slipway.cli.rollout.TeamPlace;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.provision.Action;
import io.slipway.rollout.provision.ProvisionPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway rollout plan}. */
@Command(
        name = "plan",
        description =
                "Looks at all there is of a team, and says what applying its file would create and change, what is refused and"
                        + " why. Changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout plan payments",
            "  slipway rollout plan payments --out payments.plan     to apply just this one later",
            "  slipway rollout plan payments --check                 exit code 1 unless there is nothing to do"
        })
final class RolloutPlanCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "TEAM", description = "The team; its file is rollout/TEAM.yaml.")
    private String team = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Write the plan there too, for apply --plan.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--check", description = "End with exit code 1 when there is something to do.")
    private boolean check;

    @Option(
            names = "--take-back",
            paramLabel = "NAME",
            description = "Take away the roles in this project of an account that the file does not know; the account"
                    + " stays. May be given several times.")
    private Set<String> takenBack = new LinkedHashSet<>();

    RolloutPlanCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        try (TeamPlace place = TeamPlace.open(
                wiring, options.root(), team, options.progress(wiring), server.of(wiring, options), takenBack)) {
            ProvisionPlan plan = place.provisioning().plan();
            out.ifPresent(file -> write(options.root().resolve(file), plan));
            new ProvisionOutput(wiring.console(), options.json()).plan(plan);
            if (!plan.those(Action.REFUSED).isEmpty()) {
                return Category.REFUSED.exitCode();
            }
            return check && !plan.isDone() ? Category.DIFFERENT.exitCode() : 0;
        }
    }

    private static void write(Path file, ProvisionPlan plan) {
        try {
            Files.writeString(file, ProvisionOutput.text(plan), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.USAGE, "The plan cannot be written to " + file + ": " + e.getMessage(), "")
                    .causedBy(e);
        }
    }
}
