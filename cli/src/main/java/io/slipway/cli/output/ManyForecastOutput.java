package io.slipway.cli.output;

import io.slipway.release.report.ManyForecastReport;
import io.slipway.release.report.ManyForecastReport.Group;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what a deployment would do to each of many databases: once for all that are alike. */
public final class ManyForecastOutput {
    private static final int NAMED = 5;

    private ManyForecastOutput() {}

    public static void print(Console console, boolean json, ManyForecastReport forecast) {
        if (json) {
            Json.print(console, forecast);
        } else {
            text(console.out(), forecast);
        }
    }

    private static void text(PrintStream out, ManyForecastReport forecast) {
        int all = forecast.unknown().size()
                + forecast.groups().stream()
                        .mapToInt(group -> group.databases().size())
                        .sum();
        out.println(forecast.version() + " to the " + all + (all == 1 ? " database" : " databases") + " of "
                + forecast.environment() + ":");
        for (Group group : forecast.groups()) {
            out.println();
            out.println(counted(group.databases().size(), all) + ", each as here: " + named(group.databases()) + ".");
            ForecastOutput.text(out, group.forecast());
        }
        forecast.unknown().forEach(each -> {
            out.println();
            out.println(each.database() + " could not be looked at ["
                    + each.error().code() + "]: " + each.error().message());
        });
    }

    private static String counted(int some, int all) {
        return some == all && all > 1 ? "All of them" : some + " of " + all;
    }

    private static String named(List<String> databases) {
        int more = databases.size() - NAMED;
        return databases.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
