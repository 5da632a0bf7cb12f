package io.slipway.cli.output;

import io.slipway.release.drift.Remark;
import io.slipway.release.report.DriftScriptReport;
import java.io.PrintStream;

/** Prints what adopts or reverts a difference. */
public final class DriftScriptOutput {
    private DriftScriptOutput() {}

    public static void adopted(PrintStream out, DriftScriptReport report) {
        if (report.objects().isEmpty()) {
            out.println(report.environment() + ": nothing to adopt.");
            return;
        }
        out.println("Adopted " + DriftOutput.counted(report.objects().size(), "object") + " of " + report.environment()
                + ":");
        objects(out, report);
        out.println("Wrote " + report.file().orElse("")
                + (report.rollback().orElse(false)
                        ? ", and its rollback beside it."
                        : ". No rollback was found that could be proved."));
        warnings(out, report);
        report.elsewhere()
                .forEach(path -> out.println("Note: " + path
                        + " makes one of these objects too; whoever edits it next must put the fix into it."));
        out.println("Next: slipway package, then deploy down the pipeline. " + report.environment()
                + " has it already: there it is written down and not run.");
    }

    public static void reverted(PrintStream out, DriftScriptReport report) {
        if (report.objects().isEmpty()) {
            out.println(report.environment() + ": nothing to revert.");
            return;
        }
        switch (report.result()) {
            case "completed" -> {
                out.println("Reverted " + DriftOutput.counted(report.objects().size(), "object") + " of "
                        + report.environment() + ":");
                objects(out, report);
            }
            case "written" -> {
                out.println("Wrote " + report.file().orElse("") + ", which reverts "
                        + DriftOutput.counted(report.objects().size(), "object") + " of " + report.environment() + ":");
                objects(out, report);
                warnings(out, report);
            }
            default -> out.print(report.script());
        }
    }

    private static void objects(PrintStream out, DriftScriptReport report) {
        report.objects()
                .forEach(object -> out.println(
                        String.format("  %-8s %s %s", object.drift(), object.kind(), Remark.of(object.name()))));
    }

    private static void warnings(PrintStream out, DriftScriptReport report) {
        report.warnings().forEach(warning -> out.println("Note: it " + Remark.of(warning) + "."));
    }
}
