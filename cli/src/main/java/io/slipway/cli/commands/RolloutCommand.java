package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipway rollout}: takes teams live, each by its file {@code rollout/<team>.yaml}. */
@Command(
        name = "rollout",
        description = "Provisions a team by its file rollout/TEAM.yaml: repository, databases, roles, console.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollout init payments            write the file",
            "  slipway rollout plan payments            what applying it would do",
            "  slipway rollout apply payments",
            "  slipway rollout init orders --like payments"
        })
final class RolloutCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RolloutCommand() {}

    static CommandLine commandLine(Wiring wiring) {
        return new CommandLine(new RolloutCommand())
                .addSubcommand(new RolloutInitCommand(wiring))
                .addSubcommand(new RolloutCheckCommand(wiring))
                .addSubcommand(new RolloutPlanCommand(wiring))
                .addSubcommand(new RolloutApplyCommand(wiring))
                .addSubcommand(new RolloutVerifyCommand(wiring))
                .addSubcommand(new RolloutDestroyCommand(wiring))
                .addSubcommand(new RolloutRunbookCommand(wiring))
                .addSubcommand(new RolloutStatusCommand(wiring))
                .addSubcommand(new RolloutCleanupCommand(wiring))
                .addSubcommand(new RolloutReferenceCommand(wiring));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Name what to do with the rollout: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()) + ".");
    }
}
