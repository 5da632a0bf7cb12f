package io.slipway.release.report.page;

import io.slipway.release.estimate.Told;
import io.slipway.release.report.ForecastReport.PendingChange;
import io.slipway.release.report.ImpactReport.TableReport;
import io.slipway.release.report.RiskReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who waits, how long, and for how large a table: a circle for each risky change. Places across are parts of the width,
 * so that letters stay as large on a narrow screen.
 */
final class RiskPicture {
    /** Those that matter most; more would hide each other. */
    static final int SHOWN = 20;

    /** From the top. */
    private enum Lane {
        EVERYBODY("everybody", "Everybody waits"),
        WRITERS("writers", "Writers wait, readers go on"),
        DDL("ddl", "Other DDL and vacuum wait"),
        NOBODY("nobody", "Nobody waits");

        private final String waits;
        private final String title;

        Lane(String waits, String title) {
            this.waits = waits;
            this.title = title;
        }

        static Lane of(String waits) {
            return Arrays.stream(values())
                    .filter(lane -> lane.waits.equals(waits))
                    .findFirst()
                    .orElse(NOBODY);
        }
    }

    /** In milliseconds. */
    private static final Map<Long, String> TICKS = Map.of(
            100L, "0.1 s", 1_000L, "1 s", 10_000L, "10 s", 60_000L, "1 min", 600_000L, "10 min", 3_600_000L, "1 h");

    private static final double FIRST = Told.NOTICED_MILLIS;
    private static final double LAST = 3_600_000;
    /** In percent of the width: where the scale begins and ends. */
    private static final double LEFT = 16;

    private static final double RIGHT = 94;
    private static final double UNNOTICED = 7;
    /** In pixels, as are all heights: the width for which circles keep off each other. */
    private static final double NARROW = 330;

    private static final double SMALLEST = 10;
    private static final double LARGEST = 21;
    private static final double MEGA = 1 << 20;
    /** Megabytes of the largest circle, as a power of ten. */
    private static final double LARGEST_POWER = 5;

    private static final int TITLE = 26;
    private static final int ROW = 46;
    private static final int EMPTY = 12;
    private static final int AXIS = 26;

    private RiskPicture() {}

    /** @param number its place among the risks, from 1 on */
    private record Circle(int number, RiskReport risk, Optional<TableReport> table) {
        Lane lane() {
            return table.map(known -> Lane.of(known.waits())).orElse(Lane.NOBODY);
        }

        double across() {
            return risk.millis() < FIRST ? UNNOTICED : place(risk.millis());
        }

        double radius() {
            double power = Math.log10(Math.max(1, table.map(TableReport::bytes).orElse(0L) / MEGA));
            return SMALLEST + (LARGEST - SMALLEST) * Math.min(1, power / LARGEST_POWER);
        }

        String words() {
            return number + ": " + risk.path() + ", " + risk.level().text() + " risk, "
                    + lane().title.toLowerCase(Locale.ROOT) + ", " + Told.expected(risk.millis())
                    + table.map(known -> ", " + known.object() + " of " + Told.bytes(known.bytes()))
                            .orElse("");
        }
    }

    /**
     * @param risks the worst first
     * @param id of the picture on its page
     */
    static String of(List<RiskReport> risks, List<PendingChange> pending, String id) {
        Map<String, List<TableReport>> tables = pending.stream()
                .filter(change -> change.impact().isPresent())
                .collect(Collectors.toMap(
                        PendingChange::path, change -> change.impact().get().tables(), (first, second) -> first));
        List<Circle> circles = new ArrayList<>();
        for (RiskReport risk : risks.subList(0, Math.min(SHOWN, risks.size()))) {
            // the first is the one that most wait for
            circles.add(new Circle(
                    circles.size() + 1,
                    risk,
                    tables.getOrDefault(risk.path(), List.of()).stream().findFirst()));
        }
        Markup lanes = new Markup();
        int top = 0;
        for (Lane lane : Lane.values()) {
            top = lane(
                    lanes,
                    lane,
                    circles.stream().filter(each -> each.lane() == lane).toList(),
                    top);
        }
        int height = top + AXIS;
        Markup picture = new Markup()
                .raw("<svg class=\"picture\" role=\"img\" width=\"100%\" height=\"" + height + "\" aria-labelledby=\""
                        + id + "-title " + id + "-words\">\n")
                .tag("title id=\"" + id + "-title\"", "Who waits, how long, and for how large a table")
                .tag(
                        "desc id=\"" + id + "-words\"",
                        circles.stream().map(Circle::words).collect(Collectors.joining(". ")))
                .raw("\n");
        ticks(picture, top);
        return picture.raw(lanes.toString()).raw("</svg>\n").toString();
    }

    private static void ticks(Markup picture, int bottom) {
        TICKS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(tick -> {
            String x = percent(place(tick.getKey()));
            picture.raw("<line class=\"tick\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"0\" y2=\"" + bottom + "\"/>")
                    .raw("<text class=\"axis\" x=\"" + x + "\" y=\"" + (bottom + 17) + "\">")
                    .text(tick.getValue())
                    .raw("</text>\n");
        });
    }

    /** @return where the next one begins */
    private static int lane(Markup lanes, Lane lane, List<Circle> circles, int top) {
        List<List<Circle>> rows = rows(circles);
        int bottom = top + TITLE + (rows.isEmpty() ? EMPTY : rows.size() * ROW);
        lanes.raw("<line class=\"lane\" x1=\"0\" x2=\"100%\" y1=\"" + bottom + "\" y2=\"" + bottom + "\"/>")
                .raw("<text class=\"who\" x=\"6\" y=\"" + (top + 18) + "\">")
                .text(lane.title)
                .raw("</text>\n");
        for (int row = 0; row < rows.size(); row++) {
            int middle = top + TITLE + row * ROW + ROW / 2 - 2;
            for (Circle circle : rows.get(row)) {
                String x = percent(circle.across());
                lanes.raw("<g class=\"" + circle.risk().level().text() + "\">")
                        .tag("title", circle.words())
                        .raw("<circle cx=\"" + x + "\" cy=\"" + middle + "\" r=\""
                                + Math.round(circle.radius()) + "\"/><text x=\"" + x + "\" y=\"" + (middle + 4) + "\">"
                                + circle.number() + "</text></g>\n");
            }
        }
        return bottom;
    }

    /** From left to right, each in the first row in which it hides no other. */
    private static List<List<Circle>> rows(List<Circle> circles) {
        List<List<Circle>> rows = new ArrayList<>();
        circles.stream().sorted(Comparator.comparingDouble(Circle::across)).forEach(circle -> {
            List<Circle> free = rows.stream()
                    .filter(row -> apart(row.get(row.size() - 1), circle))
                    .findFirst()
                    .orElseGet(() -> {
                        rows.add(new ArrayList<>());
                        return rows.get(rows.size() - 1);
                    });
            free.add(circle);
        });
        return rows;
    }

    private static boolean apart(Circle left, Circle right) {
        return (right.across() - left.across()) * NARROW / 100 > left.radius() + right.radius() + 2;
    }

    private static double place(long millis) {
        double along = Math.log(Math.min(LAST, (double) millis) / FIRST) / Math.log(LAST / FIRST);
        return LEFT + (RIGHT - LEFT) * along;
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f%%", part);
    }
}
