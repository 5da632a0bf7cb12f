package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipway audit}: what can be done with an audit log away from its server. */
@Command(
        name = "audit",
        description = "Works on an audit log that was exported from a server.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway audit verify slipway-audit.jsonl"})
final class AuditCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private AuditCommand() {}

    static CommandLine commandLine(Wiring wiring) {
        return new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(wiring));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do with the audit log: verify.");
    }
}
