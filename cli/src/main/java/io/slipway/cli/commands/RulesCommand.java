package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipway rules}: what is known to go wrong, and where scripts are against it. */
@Command(
        name = "rules",
        description = "Looks scripts through for what is known to go wrong in releases, before anything runs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rules list                       what there is, and how much it matters here",
            "  slipway rules list drop-table            what one is about, with examples",
            "  slipway rules check                      what is new",
            "  slipway rules check --all --report sarif=rules.sarif",
            "  slipway rules test                       do your own rules find what they should"
        })
final class RulesCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RulesCommand() {}

    static CommandLine commandLine(Wiring wiring) {
        return new CommandLine(new RulesCommand())
                .addSubcommand(new RulesListCommand(wiring))
                .addSubcommand(new RulesCheckCommand(wiring))
                .addSubcommand(new RulesTestCommand(wiring));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Name what to do with rules: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()) + ".");
    }
}
