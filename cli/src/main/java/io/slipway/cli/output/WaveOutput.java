package io.slipway.cli.output;

import io.slipway.release.deploy.WaveResult;
import io.slipway.release.deploy.WaveResult.End;
import io.slipway.release.deploy.WaveResult.Row;
import io.slipway.release.report.WaveReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints how a deployment to many databases ended, and gives the exit code. */
public final class WaveOutput {
    /** How many failures are told in full; the table names them all. */
    private static final int TOLD = 5;

    private WaveOutput() {}

    public static int print(Console console, boolean json, WaveResult result) {
        if (json) {
            Json.print(console, WaveReport.of(result));
        } else {
            text(console, result);
        }
        return result.whole() ? 0 : WaveReport.category(result).exitCode();
    }

    private static void text(Console console, WaveResult result) {
        PrintStream out = console.out();
        Table table = new Table("DATABASE", "CHANGES", "SECONDS", "RESULT");
        for (Row row : result.rows()) {
            boolean begun = row.end() != End.NOT_BEGUN;
            table.row(
                    row.database(),
                    begun ? Integer.toString(row.applied()) : "-",
                    begun ? String.format(Locale.ROOT, "%.1f", row.millis() / 1000.0) : "-",
                    shown(row));
        }
        table.print(out);
        result.rows().stream().filter(Row::bad).limit(TOLD).forEach(row -> {
            out.flush();
            console.err().println("On " + result.environment() + "/" + row.database() + ":");
            Errors.text(console, row.error().orElseThrow());
        });
        out.println(sentence(result));
        result.stop().ifPresent(stop -> out.println(why(stop)));
        if (!result.whole()) {
            out.println("The same command goes on with those that do not have it; 'slipway status "
                    + result.environment() + "' shows where each is.");
        }
    }

    private static String shown(Row row) {
        return switch (row.end()) {
            case COMPLETED -> "deployed" + leftOut(row);
            case NOTHING_TO_DO -> "nothing to do" + leftOut(row);
            case NOT_BEGUN -> "not begun";
            case REFUSED -> "refused: " + code(row);
            case FAILED ->
                "FAILED: " + code(row)
                        + row.failedPath().map(path -> " at " + path).orElse("")
                        + (row.asBefore() ? ", is as before" : ", is part-way");
        };
    }

    private static String leftOut(Row row) {
        return row.notRun() == 0 ? "" : ", " + row.notRun() + " left out by labels or contexts";
    }

    private static String code(Row row) {
        return row.error().map(error -> error.code().code()).orElse("");
    }

    private static String sentence(WaveResult result) {
        List<String> parts = new ArrayList<>();
        add(parts, result, End.COMPLETED, "deployed");
        add(parts, result, End.NOTHING_TO_DO, "had nothing to do");
        add(parts, result, End.REFUSED, "refused");
        add(parts, result, End.FAILED, "failed");
        add(parts, result, End.NOT_BEGUN, "not begun");
        return result.environment() + ", " + result.rows().size()
                + (result.rows().size() == 1 ? " database" : " databases") + " to " + result.version() + ": "
                + String.join(", ", parts) + String.format(Locale.ROOT, " (%.1f s).", result.millis() / 1000.0);
    }

    private static void add(List<String> parts, WaveResult result, End end, String words) {
        long count = result.rows().stream().filter(row -> row.end() == end).count();
        if (count > 0) {
            parts.add(count + " " + words);
        }
    }

    private static String why(WaveResult.Stop stop) {
        return switch (stop) {
            case CANARY -> "One of those that go first failed, so no other was begun.";
            case FAILURES -> "More failed than may, so no further one was begun.";
            case REFUSED -> "It would fail on the others too, so no further one was begun.";
            case CANCELLED -> "It was cancelled, so no further one was begun.";
        };
    }
}
