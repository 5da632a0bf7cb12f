package io.slipway.release.report.page;

import io.slipway.release.estimate.Told;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.ManyForecastReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A forecast as one HTML file that fetches nothing and runs nothing. */
public final class ForecastPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ForecastPage() {}

    /** @param at when it was made: a target's tables change */
    public static String of(ForecastReport forecast, Instant at) {
        Markup body = new Markup();
        new ForecastSections(forecast, 2, "f").add(body);
        return page(
                forecast.version() + " to " + forecast.environment(),
                forecast.server() + ", now at " + forecast.currentVersion().orElse("nothing"),
                at,
                body.toString());
    }

    /** @param at when it was made */
    public static String of(ManyForecastReport forecast, Instant at) {
        int all = forecast.unknown().size()
                + forecast.groups().stream()
                        .mapToInt(group -> group.databases().size())
                        .sum();
        Markup body = new Markup();
        int number = 1;
        for (ManyForecastReport.Group group : forecast.groups()) {
            ForecastReport one = group.forecast();
            body.raw("<section class=\"group\">\n")
                    .tag(
                            "h2",
                            group.databases().size() == all && all > 1
                                    ? "All " + all + " databases alike"
                                    : group.databases().size() + " of " + all + (all == 1 ? " database" : " databases"))
                    .tag("p class=\"mono\"", String.join(", ", group.databases()))
                    .tag(
                            "p class=\"soft\"",
                            one.server() + ", now at " + one.currentVersion().orElse("nothing") + "."
                                    + (one.measured()
                                            ? " Sizes and times are those of "
                                                    + group.databases().get(0) + "."
                                            : ""));
            new ForecastSections(one, 3, "f" + number).add(body);
            body.raw("</section>\n");
            number++;
        }
        forecast.unknown()
                .forEach(each -> body.raw("<p class=\"verdict no\">")
                        .tag("strong", each.database() + " could not be looked at.")
                        .text(" " + each.error().message() + " " + each.error().help())
                        .raw("</p>\n"));
        return page(
                forecast.version() + " to " + forecast.environment(),
                Told.counted(all, "database")
                        + (forecast.allowed() ? "" : "; not all of them would take it as things are"),
                at,
                body.toString());
    }

    private static String page(String what, String where, Instant at, String body) {
        return WholePage.of(
                "Forecast: " + what,
                where + ". Looked at " + TIME.format(at) + ".",
                body,
                "Nothing was changed to tell this. Locks and work are what the proof saw; rows, sizes and sessions are the"
                        + " target's at that time. Times leave out waiting for locks.");
    }
}
