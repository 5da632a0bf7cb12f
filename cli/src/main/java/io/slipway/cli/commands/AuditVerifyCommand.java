package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway audit verify}. */
@Command(
        name = "verify",
        description = "Walks along an exported audit log and tells whether an event was changed, removed, put in or"
                + " moved. Needs no server and no database.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway audit verify slipway-audit.jsonl",
            "",
            "An anchor, SEQUENCE:DIGEST, is what the server's log said each day. Without one, events that are",
            "missing at the end cannot be noticed, nor a chain that was made anew as a whole."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text (default) or json.")
    private ProjectOptions.Format format = ProjectOptions.Format.TEXT;

    @Option(names = "--anchor", paramLabel = "SEQ:DIGEST", description = "How far the log went at some time.")
    private Optional<String> anchor = Optional.empty();

    @Parameters(paramLabel = "FILE", description = "The exported log: one event a line, as JSON.")
    private Path file = Path.of("");

    AuditVerifyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        return new AuditVerifying(file, anchor, format == ProjectOptions.Format.JSON).run(wiring.console());
    }
}
