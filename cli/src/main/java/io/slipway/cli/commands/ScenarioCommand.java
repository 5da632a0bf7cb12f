package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipway scenario}: plays common use cases on a live installation, and makes things of them. */
@Command(
        name = "scenario",
        description =
                "Plays common use cases in a real browser and a real terminal, to check that they hold and to make"
                        + " guides, demos and recordings of them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway scenario list                                  what there is",
            "  slipway scenario check --all                           play all, on throw-away installations",
            "  slipway scenario check package-your-first-script --output json"
        })
final class ScenarioCommand implements Runnable {
    /** Exit code of what Ctrl-C ended, as shells give it. */
    static final int STOPPED = 130;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ScenarioCommand() {}

    static CommandLine commandLine(Wiring wiring) {
        return new CommandLine(new ScenarioCommand())
                .addSubcommand(new ScenarioListCommand(wiring))
                .addSubcommand(new ScenarioCheckCommand(wiring))
                .addSubcommand(new ScenarioGuideCommand(wiring))
                .addSubcommand(new ScenarioDemoCommand(wiring))
                .addSubcommand(new ScenarioRecordCommand(wiring))
                .addSubcommand(new ScenarioClipsCommand(wiring))
                .addSubcommand(new ScenarioFootageCommand(wiring));
    }

    /** Whether playing was stopped with Ctrl-C: nothing failed then, and no target is left as it was not. */
    static boolean stopped(Exception e, CommandLine command) {
        return e instanceof SlipwayException known
                && known.code() == ErrorCode.CANCELLED
                && command.getParent() != null
                && command.getParent().getCommand() instanceof ScenarioCommand;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Name what to do with scenarios: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()) + ".");
    }
}
