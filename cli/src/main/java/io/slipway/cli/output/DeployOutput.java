package io.slipway.cli.output;

import io.slipway.release.deploy.DeployResult;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.estimate.Told;
import io.slipway.release.report.ChangeReport;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.ScoreReport;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;

/** Prints how a deployment, a rollback or a baseline ended, and gives the exit code. */
public final class DeployOutput {
    private static final int SCORED = 20;

    private final Console console;
    private final boolean json;

    private DeployOutput(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    public static DeployOutput of(Console console, boolean json) {
        return new DeployOutput(console, json);
    }

    /** @param verb what was done, such as {@code deployed} */
    public int print(String verb, DeployResult result) {
        return print(verb, DeployReport.of(result));
    }

    /** @param verb what was done, such as {@code deployed} */
    public int print(String verb, DeployReport report) {
        if (json) {
            Json.print(console, report);
        } else {
            printText(verb, report);
        }
        return report.asBefore()
                .map(asBefore -> (asBefore ? Category.FAILED : Category.PARTIAL).exitCode())
                .orElse(0);
    }

    /** @throws SlipwayException the same, when it is no refusal */
    public int refused(String environment, SlipwayException e) {
        if (e.code().category() != Category.REFUSED) {
            throw e;
        }
        if (json) {
            Json.print(console, DeployReport.refused(environment, e));
        } else {
            Errors.text(console, e);
        }
        return e.code().category().exitCode();
    }

    private void printText(String verb, DeployReport report) {
        PrintStream out = console.out();
        String at = shown(report.version().orElse(""));
        switch (report.result()) {
            case "completed" -> {
                out.println(sentence(verb) + " " + counted(report.applied()) + ": " + report.environment() + " is at "
                        + at + " (" + seconds(report.millis().orElse(0L)) + ").");
                replaced(report.replaced());
                notChosen(report.notRun());
                report.forecast().ifPresent(score -> score(report.environment(), score));
            }
            case "nothing-to-do" -> {
                out.println("Nothing to do: " + report.environment() + " is at " + at + ".");
                notChosen(report.notRun());
            }
            default -> failed(report);
        }
    }

    /** Forecast and reality, side by side; of many, first those whose forecast was not met. */
    private void score(String environment, ScoreReport score) {
        PrintStream out = console.out();
        Table table = new Table("CHANGE", "FORECAST", "TOOK", "");
        score.changes().stream()
                .sorted(Comparator.comparing(ScoreReport.LineReport::met))
                .limit(SCORED)
                .forEach(line -> table.row(
                        line.path(),
                        Told.expected(line.expected()),
                        Told.taken(line.took()),
                        line.met() ? "" : "other than forecast"));
        table.print(out);
        int more = score.changes().size() - SCORED;
        if (more > 0) {
            long missed = Math.max(0, score.changes().size() - score.met() - SCORED);
            out.println("and " + more + " more" + (missed == 0 ? "" : ", " + missed + " of them other than forecast")
                    + "; 'slipway history " + environment + "' has all of them.");
        }
        out.println("Forecast met for " + score.met() + " of " + score.changes().size()
                + (score.changes().size() == 1 ? " change" : " changes") + " that work on whole tables: "
                + Told.expected(score.expected()) + " expected, " + Told.taken(score.took()) + " taken.");
    }

    private void failed(DeployReport report) {
        PrintStream out = console.out();
        report.error().ifPresent(error -> Errors.text(console, error.exception()));
        out.println("Failed at " + report.failedPath().orElse("") + " on " + report.environment() + ".");
        out.println("  done:    " + done(report));
        replaced(report.replaced());
        out.println("  not run: " + (report.notRun().isEmpty() ? "nothing" : counted(report.notRun())));
        out.println(stands(report));
    }

    private static String stands(DeployReport report) {
        if (report.asBefore().orElse(false)) {
            return "The target is as it was before.";
        }
        String look = "'slipway status " + report.environment() + "' shows what it has";
        if (failedWith(report, ErrorCode.LOCK_LOST)) {
            return "This deployment was overtaken by another, and wrote nothing since. " + look + ".";
        }
        return "The target is part-way. " + look + "; the same command goes on from there"
                + (failedWith(report, ErrorCode.CONNECTION_LOST) ? ", once nothing is in doubt." : ".");
    }

    private static boolean failedWith(DeployReport report, ErrorCode code) {
        return report.error().filter(error -> error.exception().code() == code).isPresent();
    }

    private static String done(DeployReport report) {
        String part = report.failedDone()
                .map(last -> statements(last) + " of " + report.failedPath().orElse(""))
                .orElse("");
        if (report.applied().isEmpty()) {
            return part.isEmpty() ? "nothing" : part;
        }
        return counted(report.applied()) + (part.isEmpty() ? "" : ", and " + part);
    }

    /** Those of a script from its first to one, in words. */
    public static String statements(int last) {
        return last == 1 ? "statement 1" : "statements 1 to " + last;
    }

    private void replaced(List<ChangeReport> changes) {
        changes.forEach(change -> console.out()
                .println("  rolled back: " + change.path() + ", "
                        + change.digest().substring(0, 12) + ", which was reworked"));
    }

    private void notChosen(List<ChangeReport> changes) {
        if (!changes.isEmpty()) {
            console.out().println(counted(changes) + " left out by labels or contexts.");
        }
    }

    private static String shown(String version) {
        return version.isEmpty() ? "no version" : version;
    }

    private static String counted(List<ChangeReport> changes) {
        return changes.size() + " change" + (changes.size() == 1 ? "" : "s");
    }

    private static String seconds(long millis) {
        return String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String sentence(String verb) {
        return Character.toUpperCase(verb.charAt(0)) + verb.substring(1);
    }
}
