package io.slipway.cli.commands;

import io.slipway.cli.output.Console;
import io.slipway.cli.output.Json;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.audit.AuditFile;
import io.slipway.server.audit.AuditLog.Anchor;
import io.slipway.server.audit.AuditLog.Verdict;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code slipway audit verify} does once its flags are read; apart from the command as {@link Serving} is. */
record AuditVerifying(Path file, Optional<String> anchor, boolean json) {

    int run(Console console) {
        Optional<Anchor> known = anchor.map(text -> Anchor.parse(text)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        "'" + text + "' is no anchor.",
                        "An anchor is a number, a colon and 64 hexadecimal digits.")));
        Verdict verdict = AuditFile.verify(file, known);
        if (!verdict.whole()) {
            throw SlipwayException.of(
                    ErrorCode.AUDIT_DAMAGED,
                    "The audit log is not whole: " + verdict.problem() + ".",
                    "The " + verdict.events() + " events before it are as they were written.");
        }
        String end = verdict.end().sequence() + ":" + verdict.end().digest();
        if (json) {
            Json.print(
                    console,
                    Json.result()
                            .put("result", "whole")
                            .put("events", verdict.events())
                            .put("anchor", end)
                            .put("compared", known.isPresent()));
            return 0;
        }
        console.out().println("The audit log is whole: " + verdict.events() + " events, up to " + end);
        if (known.isEmpty()) {
            console.out()
                    .println("Compare that with an anchor kept elsewhere: only it tells that nothing is missing at the"
                            + " end.");
        }
        return 0;
    }
}
