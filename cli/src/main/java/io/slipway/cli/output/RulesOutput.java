package io.slipway.cli.output;

import io.slipway.release.report.FindingReport;
import io.slipway.release.report.MarkdownReport;
import io.slipway.release.report.RulesReport;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.Set;

/** Prints what a look through scripts found. */
public final class RulesOutput {
    private RulesOutput() {}

    /** @param folder of the scripts as shown, so that terminals and editors open the places */
    public static void print(Console console, boolean json, RulesReport report, String folder) {
        if (json) {
            Json.print(console, report);
            return;
        }
        PrintStream out = console.out();
        Set<String> told = new LinkedHashSet<>();
        for (FindingReport finding : report.findings()) {
            out.println((folder.isEmpty() ? "" : folder + "/") + finding.text());
            if (told.add(finding.rule())) {
                finding.fix().ifPresent(fix -> out.println("    " + fix));
            }
        }
        out.println(MarkdownReport.counts(report));
    }
}
