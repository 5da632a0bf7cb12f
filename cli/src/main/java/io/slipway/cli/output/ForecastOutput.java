package io.slipway.cli.output;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.drift.Remark;
import io.slipway.release.forecast.Risk;
import io.slipway.release.report.FindingReport;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.RiskReport;
import io.slipway.release.target.LockMode;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints a forecast. */
public final class ForecastOutput {
    private static final int SHOWN = 2;
    private static final int RISKS = 10;
    private static final String TABLE = "table ";
    private static final String INDEX = "index ";
    private static final Set<String> MAIN_KINDS = Set.of(
            "table",
            "view",
            "materialized view",
            "index",
            "function",
            "procedure",
            "trigger",
            "sequence",
            "type",
            "schema");

    private ForecastOutput() {}

    public static void print(Console console, boolean json, ForecastReport forecast) {
        if (json) {
            Json.print(console, forecast);
        } else {
            text(console.out(), forecast);
        }
    }

    static void text(PrintStream out, ForecastReport forecast) {
        out.println("Forecast: " + forecast.version() + " to " + forecast.environment() + " (" + forecast.server()
                + "), now at "
                + forecast.currentVersion().orElse("nothing") + ".");
        forecast.halfDone()
                .ifPresent(half -> out.println(
                        "Half done there: " + half.shown() + "; it goes on with statement " + (half.done() + 1) + "."));
        if (forecast.pending().isEmpty()) {
            out.println("Nothing is pending.");
        } else {
            Table table = new Table("CHANGE", "KIND", "STATEMENTS", "ROWS", "OBJECTS", "LOCKS", "ROLLBACK");
            for (ForecastReport.PendingChange line : forecast.pending()) {
                table.row(
                        line.path()
                                + (line.destructive() ? "  (!)" : "")
                                + (line.replaces().isPresent() ? "  (rework)" : ""),
                        line.kind(),
                        Integer.toString(line.statements()),
                        Long.toString(line.rows()),
                        objects(line.objects()),
                        locks(line.locks()),
                        line.rollback());
            }
            table.print(out);
            out.println(forecast.pending().size() + " pending, " + forecast.statements()
                    + (forecast.statements() == 1 ? " statement" : " statements") + ", rollback proved for "
                    + forecast.pending().stream()
                            .filter(l -> l.rollback().equals("proved"))
                            .count()
                    + ".");
        }
        if (!forecast.notChosen().isEmpty()) {
            out.println(forecast.notChosen().size() + " left out by labels or contexts.");
        }
        risks(out, forecast);
        findings(out, forecast);
        forecast.warnings().forEach(warning -> out.println("warning: " + Remark.of(warning)));
        forecast.error()
                .ifPresent(e -> out.println(
                        Remark.lines("A deployment would be refused now: " + e.message() + " " + e.help())));
    }

    /** The worst first; those of a low level are only counted when there are many. */
    private static void risks(PrintStream out, ForecastReport forecast) {
        if (!forecast.measured() && !forecast.pending().isEmpty()) {
            out.println("Sizes, traffic and time on the target were not measured.");
        }
        List<RiskReport> shown = forecast.risks().stream()
                .filter(risk -> forecast.risks().size() <= RISKS || risk.level() != Risk.Level.LOW)
                .toList();
        for (RiskReport risk : shown) {
            out.println("risk " + risk.level().text() + ": " + risk.path());
            risk.sentences().forEach(sentence -> out.println("  " + Remark.of(sentence)));
        }
        int more = forecast.risks().size() - shown.size();
        if (more > 0) {
            out.println(more + " more with a low risk; '--output json' has them.");
        }
    }

    /** Notes are only counted: {@code --output json} has them. */
    private static void findings(PrintStream out, ForecastReport forecast) {
        List<FindingReport> all = forecast.pending().stream()
                .flatMap(line -> line.findings().stream())
                .toList();
        List<FindingReport> told =
                all.stream().filter(each -> !each.severity().equals("note")).toList();
        told.forEach(finding -> out.println("rule: " + finding.text()));
        int notes = all.size() - told.size();
        if (notes > 0) {
            out.println("Rules have " + notes + (notes == 1 ? " note." : " notes."));
        }
    }

    /** The objects that a DBA thinks in; what belongs to them (columns, grants, comments) is only counted. */
    private static String objects(List<ObjectSeen> objects) {
        List<ObjectSeen> main =
                objects.stream().filter(o -> MAIN_KINDS.contains(o.kind())).toList();
        List<ObjectSeen> shown = main.isEmpty() ? objects : main;
        String text = shown.stream()
                .limit(SHOWN)
                .map(o -> sign(o.event()) + o.kind() + " " + o.name())
                .collect(Collectors.joining(", "));
        int more = objects.size() - Math.min(SHOWN, shown.size());
        return objects.isEmpty() ? "-" : text + (more > 0 ? ", " + more + " more" : "");
    }

    private static String sign(String event) {
        return switch (event) {
            case "added" -> "+";
            case "removed" -> "-";
            default -> "~";
        };
    }

    /** The strongest first; of indexes only what is stronger than the locks on all else. */
    private static String locks(List<LockSeen> locks) {
        LockMode strongest = locks.stream()
                .filter(lock -> !lock.object().startsWith(INDEX))
                .map(ForecastOutput::mode)
                .max(Comparator.naturalOrder())
                .orElse(LockMode.ACCESS_SHARE);
        List<String> told = locks.stream()
                .filter(lock -> !lock.object().startsWith(INDEX) || mode(lock).compareTo(strongest) > 0)
                .sorted(Comparator.comparing(ForecastOutput::mode)
                        .reversed()
                        .thenComparing(lock -> !lock.object().startsWith(TABLE)))
                .map(lock -> lock.mode().replaceAll("Lock$", "") + " on "
                        + lock.object().replaceFirst("^" + TABLE, ""))
                .toList();
        String text = told.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return told.isEmpty() ? "-" : text + (told.size() > SHOWN ? ", " + (told.size() - SHOWN) + " more" : "");
    }

    private static LockMode mode(LockSeen lock) {
        return LockMode.of(lock.mode()).orElse(LockMode.ACCESS_SHARE);
    }
}
