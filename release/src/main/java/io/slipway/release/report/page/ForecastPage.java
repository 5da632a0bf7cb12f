package io.slipway.release.report.page;

import io.slipway.release.estimate.Told;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.ManyForecastReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

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
        return new Markup()
                .raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                // whatever a name may hold, the page fetches nothing and runs nothing
                .raw("<meta http-equiv=\"Content-Security-Policy\""
                        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .tag("title", "Forecast: " + what)
                .raw("\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n<header>\n")
                .tag("h1", "Forecast: " + what)
                .raw("\n")
                .tag("p", where + ". Looked at " + TIME.format(at) + ".")
                .raw("\n</header>\n" + body)
                .raw(
                        "<footer><p>Nothing was changed to tell this. Locks and work are what the proof saw; rows, sizes and"
                                + " sessions are the target's at that time. Times leave out waiting for locks.</p></footer>\n")
                .raw("</main>\n</body>\n</html>\n")
                .toString();
    }

    private static String style() {
        try (InputStream style = Objects.requireNonNull(ForecastPage.class.getResourceAsStream("forecast.css"))) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
