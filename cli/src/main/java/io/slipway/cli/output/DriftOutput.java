package io.slipway.cli.output;

import io.slipway.release.drift.Remark;
import io.slipway.release.report.DriftReport;
import io.slipway.release.report.DriftReport.DriftedObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Prints how a schema differs from what its history says. */
public final class DriftOutput {
    private DriftOutput() {}

    /** @param rights whether to show each right that differs */
    public static void print(PrintStream out, DriftReport report, boolean rights) {
        String at = report.environment() + " (" + report.server() + "), at "
                + (report.version().isEmpty() ? "no version" : report.version());
        List<DriftedObject> drifted =
                report.objects().stream().filter(object -> !object.allowed()).toList();
        out.println(
                drifted.isEmpty()
                        ? at + ": its schema is what its history says"
                                + (report.objects().size() > drifted.size() ? ", but for what is allowed." : ".")
                        : at + ": " + counted(drifted.size(), "object") + (drifted.size() == 1 ? " differs" : " differ")
                                + " from what its history says.");
        report.objects().forEach(object -> print(out, object));
        if (report.rights().isEmpty()) {
            return;
        }
        out.println(counted(report.rights().size(), "right")
                + (report.rights().size() == 1 ? " was" : " were")
                + " given or taken outside of the scripts"
                + (rights ? ":" : "; --rights shows them."));
        if (rights) {
            report.rights().forEach(right -> print(out, right));
        }
    }

    private static void print(PrintStream out, DriftedObject object) {
        out.println(String.format("  %-8s %s %s", object.drift(), object.kind(), Remark.of(object.name()))
                + exception(object));
        if (object.allowed()) {
            return;
        }
        boolean both = object.expected().isPresent() && object.found().isPresent();
        definition(out, both ? "expected" : "", object.expected());
        definition(out, both ? "found" : "", object.found());
    }

    private static String exception(DriftedObject object) {
        if (object.place()) {
            return "  (only its place: something of its table was adopted here)";
        }
        String until = object.until().orElse("");
        return object.exception()
                .map(reason -> object.allowed()
                        ? "  (allowed until " + until + ": " + reason + ")"
                        : "  (was allowed until " + until + ": " + reason + ")")
                .orElse("");
    }

    private static void definition(PrintStream out, String title, Optional<String> definition) {
        definition.filter(text -> !text.isBlank()).ifPresent(text -> {
            if (!title.isEmpty()) {
                out.println("           " + title + ":");
            }
            text.lines().forEach(line -> out.println("           " + (title.isEmpty() ? "" : "  ") + Remark.of(line)));
        });
    }

    static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
