package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.audit.AuditFile;
import io.slipway.server.audit.AuditLog.Anchor;
import io.slipway.server.audit.AuditLog.Verdict;
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
        Optional<Anchor> known = anchor.map(text -> Anchor.parse(text)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        "'" + text + "' is no anchor.",
                        "An anchor is a number, a colon and 64 hexadecimal digits.")));
        Verdict verdict = AuditFile.verify(file, known);
        if (!verdict.whole()) {
            throw SlipwayException.of(
                    ErrorCode.AUDIT_BROKEN,
                    "The audit log is not whole: " + verdict.problem() + ".",
                    "The " + verdict.events() + " events before it are as they were written.");
        }
        String end = verdict.end().sequence() + ":" + verdict.end().digest();
        if (format == ProjectOptions.Format.JSON) {
            Json.print(
                    wiring.console(),
                    Json.result()
                            .put("result", "whole")
                            .put("events", verdict.events())
                            .put("anchor", end)
                            .put("compared", known.isPresent()));
        } else {
            wiring.console().out().println("The audit log is whole: " + verdict.events() + " events, up to " + end);
            if (known.isEmpty()) {
                wiring.console()
                        .out()
                        .println("Compare that with an anchor kept elsewhere: only it tells that nothing is missing at"
                                + " the end.");
            }
        }
        return 0;
    }
}
