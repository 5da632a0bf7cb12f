package io.slipway.release.report.page;

import io.slipway.release.estimate.Told;
import io.slipway.release.forecast.Risk;
import io.slipway.release.report.FindingReport;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.ForecastReport.PendingChange;
import io.slipway.release.report.ImpactReport;
import io.slipway.release.report.ImpactReport.LossReport;
import io.slipway.release.report.RiskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a page tells of one forecast, what decides a yes or no first. */
final class ForecastSections {
    private static final int OBJECTS = 6;

    private final ForecastReport forecast;
    private final String heading;
    private final String id;

    /**
     * @param level of its headings
     * @param id what the names of its parts on the page begin with
     */
    ForecastSections(ForecastReport forecast, int level, String id) {
        this.forecast = forecast;
        this.heading = "h" + level;
        this.id = id;
    }

    void add(Markup page) {
        verdict(page);
        if (forecast.pending().isEmpty()) {
            return;
        }
        figures(page);
        risks(page);
        losses(page);
        breaks(page);
        rollbacks(page);
        remarks(page);
        changes(page);
    }

    private void verdict(Markup page) {
        if (forecast.error().isPresent()) {
            page.raw("<p class=\"verdict no\">")
                    .tag("strong", "A deployment would be refused now.")
                    .text(" " + forecast.error().get().message() + " "
                            + forecast.error().get().help())
                    .raw("</p>\n");
        } else if (forecast.pending().isEmpty()) {
            page.raw("<p class=\"verdict\"><strong>Nothing is pending.</strong></p>\n");
        } else {
            String but = but();
            page.raw(but.isEmpty() ? "<p class=\"verdict\">" : "<p class=\"verdict some\">")
                    .raw("<strong>A deployment would go ahead.</strong>")
                    .text(but)
                    .raw("</p>\n");
        }
        forecast.halfDone()
                .ifPresent(half -> page.raw("<p class=\"verdict no\">")
                        .tag("strong", "Half done there: ")
                        .text(half.shown() + "; it goes on with statement " + (half.done() + 1) + ".")
                        .raw("</p>\n"));
    }

    private String but() {
        long high = riskCount(Risk.Level.HIGH);
        if (high > 0) {
            return " " + (high == 1 ? "1 change has" : high + " changes have") + " a high risk.";
        }
        return destructive() > 0 && !forecast.measured() ? " " + removing() + "." : "";
    }

    private long destructive() {
        return forecast.pending().stream().filter(PendingChange::destructive).count();
    }

    private String removing() {
        return destructive() == 1 ? "1 change removes objects" : destructive() + " changes remove objects";
    }

    private void figures(Markup page) {
        long millis = impacts().mapToLong(ImpactReport::millis).sum();
        page.raw("<dl class=\"figures\">\n");
        figure(
                page,
                "to run",
                Told.counted(forecast.pending().size(), "change"),
                forecast.statements() + (forecast.statements() == 1 ? " statement" : " statements"));
        figure(
                page,
                "time",
                !forecast.measured() ? "not told" : Told.expected(millis),
                forecast.measured() ? "of work on tables" : "the target's tables were not looked at");
        figure(
                page,
                "risk",
                forecast.measured() ? riskCount(Risk.Level.HIGH) + " high" : "not told",
                forecast.measured()
                        ? riskCount(Risk.Level.MEDIUM) + " medium, " + riskCount(Risk.Level.LOW) + " low"
                        : removing());
        figure(
                page,
                "rollback",
                forecast.rollbacks().proved() + " of " + forecast.pending().size() + " proved",
                forecast.rollbacks().notProved() + " not proved, "
                        + forecast.rollbacks().none() + " without");
        page.raw("</dl>\n");
    }

    private static void figure(Markup page, String what, String large, String small) {
        page.raw("<div>")
                .tag("dt", what)
                .raw("<dd>")
                .tag("b", large)
                .raw(" ")
                .tag("span", small)
                .raw("</dd></div>\n");
    }

    private long riskCount(Risk.Level level) {
        return forecast.risks().stream().filter(risk -> risk.level() == level).count();
    }

    private Stream<ImpactReport> impacts() {
        return forecast.pending().stream().flatMap(change -> change.impact().stream());
    }

    private void risks(Markup page) {
        if (!forecast.measured()) {
            page.raw("<p class=\"verdict some\">Sizes, traffic and time on the target were not measured.</p>\n");
            return;
        }
        begin(page, "What to look at first");
        if (forecast.risks().isEmpty()) {
            page.raw("<p>Nothing that anybody would notice.</p>\n</section>\n");
            return;
        }
        page.raw(RiskPicture.of(forecast.risks(), forecast.pending(), id))
                .raw(
                        "<p class=\"soft\">Further right takes longer; on the left, under 0.1 s. The larger the circle, the larger"
                                + " the table. The numbers are those of the list.");
        if (forecast.risks().size() > RiskPicture.SHOWN) {
            page.raw(" The first " + RiskPicture.SHOWN + " of "
                    + forecast.risks().size() + ".");
        }
        page.raw("</p>\n<ol class=\"risks\">\n");
        for (RiskReport risk : forecast.risks()) {
            page.raw("<li>")
                    .tag("span class=\"mono\"", risk.path())
                    .raw(" ")
                    .tag(
                            "span class=\"badge " + risk.level().text() + "\"",
                            risk.level().text() + " risk")
                    .raw("<ul>");
            risk.sentences().forEach(sentence -> page.tag("li", sentence));
            page.raw("</ul></li>\n");
        }
        page.raw("</ol>\n</section>\n");
    }

    private void losses(Markup page) {
        List<String> rows = new ArrayList<>();
        for (PendingChange change : forecast.pending()) {
            change.impact().stream()
                    .flatMap(impact -> impact.losses().stream())
                    .forEach(loss -> rows.add(new Markup()
                            .raw("<tr>")
                            .raw(cell("What goes", loss.what(), "mono"))
                            .raw(cell("How much", howMuch(loss), "number"))
                            .raw(cell("By", change.path(), "mono"))
                            .raw(cell("Rollback", change.rollback().replace("-", " "), ""))
                            .raw("</tr>\n")
                            .toString()));
        }
        List<String> unmeasured = forecast.pending().stream()
                .filter(change -> change.destructive() && change.impact().isEmpty())
                .map(PendingChange::path)
                .toList();
        if (rows.isEmpty() && unmeasured.isEmpty()) {
            return;
        }
        begin(page, "What goes for good");
        if (!rows.isEmpty()) {
            page.raw(
                            "<table><thead><tr><th>What goes</th><th class=\"number\">How much</th><th>By</th><th>Rollback</th>"
                                    + "</tr></thead><tbody>\n")
                    .raw(String.join("", rows))
                    .raw(
                            "</tbody></table>\n<p class=\"soft\">A rollback brings back the objects, not what was in them.</p>\n");
        }
        unmeasured.forEach(path -> page.raw("<p>")
                .tag("span class=\"mono\"", path)
                .raw(" removes objects; what is in them was not counted.</p>\n"));
        page.raw("</section>\n");
    }

    private static String howMuch(LossReport loss) {
        return loss.rows()
                .map(rows -> (loss.atMost() ? "up to " : loss.exact() ? "" : "about ")
                        + Told.counted(rows, loss.what().startsWith("column ") ? "value" : "row")
                        + (loss.exact() ? "" : ", estimated"))
                .orElse("not known");
    }

    private void breaks(Markup page) {
        List<PendingChange> breaking = forecast.pending().stream()
                .filter(change -> change.impact()
                        .filter(impact -> !impact.breaks().isEmpty())
                        .isPresent())
                .toList();
        if (breaking.isEmpty()) {
            return;
        }
        begin(page, "What would break");
        page.raw(
                "<p>The target has these; the proof knew nothing of them. They go, or fail, with the change, or keep it"
                        + " from running.</p>\n<table><thead><tr><th>What</th><th>By</th></tr></thead><tbody>\n");
        breaking.forEach(change -> change.impact()
                .orElseThrow()
                .breaks()
                .forEach(each -> page.raw("<tr>")
                        .raw(cell("What", each, "mono"))
                        .raw(cell("By", change.path(), "mono"))
                        .raw("</tr>\n")));
        page.raw("</tbody></table>\n</section>\n");
    }

    private void rollbacks(Markup page) {
        List<PendingChange> open = forecast.pending().stream()
                .filter(change -> !change.rollback().equals("proved"))
                .toList();
        begin(page, "Can it be taken back?");
        page.raw("<div class=\"bar\" role=\"img\" aria-label=\""
                + forecast.rollbacks().proved() + " proved, "
                + forecast.rollbacks().notProved() + " not proved, "
                + forecast.rollbacks().none() + " without\">");
        part(page, "proved", forecast.rollbacks().proved());
        part(page, "not-proved", forecast.rollbacks().notProved());
        part(page, "none", forecast.rollbacks().none());
        page.raw("</div>\n<p>" + forecast.rollbacks().proved() + " of "
                + forecast.pending().size() + " have a rollback that was proved to bring the schema back; "
                + forecast.rollbacks().notProved() + " have one that was not, "
                + forecast.rollbacks().none() + " have none.</p>\n");
        if (!open.isEmpty()) {
            page.raw("<ul>\n");
            open.forEach(change -> page.raw("<li>")
                    .tag("span class=\"mono\"", change.path())
                    .text(change.rollback().equals("none") ? ": none" : ": not proved")
                    .text(change.rollbackReason().map(reason -> ": " + reason).orElse(""))
                    .raw("</li>\n"));
            page.raw("</ul>\n");
        }
        page.raw("</section>\n");
    }

    private static void part(Markup page, String name, long count) {
        if (count > 0) {
            page.raw("<span class=\"" + name + "\" style=\"flex:" + count + "\">" + count + "</span>");
        }
    }

    private void remarks(Markup page) {
        List<String> findings = forecast.pending().stream()
                .flatMap(change -> change.findings().stream())
                .filter(finding -> !finding.severity().equals("note"))
                .map(FindingReport::text)
                .toList();
        if (forecast.warnings().isEmpty() && findings.isEmpty()) {
            return;
        }
        begin(page, "Worth reading");
        page.raw("<ul>\n");
        forecast.warnings().forEach(warning -> page.tag("li", warning).raw("\n"));
        findings.forEach(finding -> page.tag("li", finding).raw("\n"));
        page.raw("</ul>\n</section>\n");
    }

    private void changes(Markup page) {
        begin(page, "All that would run");
        page.raw("<table><thead><tr><th>Change</th><th>Kind</th><th class=\"number\">Statements</th><th>Objects</th>"
                + "<th>Strongest lock</th><th class=\"number\">Time</th><th>Rollback</th></tr></thead><tbody>\n");
        for (PendingChange change : forecast.pending()) {
            page.raw("<tr>")
                    .raw(cell("Change", change.path() + (change.replaces().isPresent() ? " (rework)" : ""), "mono"))
                    .raw(cell("Kind", change.kind(), ""))
                    .raw(cell("Statements", Integer.toString(change.statements()), "number"))
                    .raw(cell("Objects", objects(change), "mono"))
                    .raw(cell("Strongest lock", lock(change), ""))
                    .raw(cell(
                            "Time",
                            change.impact()
                                    .map(impact -> Told.expected(impact.millis()))
                                    .orElse("–"),
                            "number"))
                    .raw(cell("Rollback", change.rollback().replace("-", " "), ""))
                    .raw("</tr>\n");
        }
        page.raw("</tbody></table>\n");
        if (!forecast.notChosen().isEmpty()) {
            page.text(forecast.notChosen().size() + " left out by labels or contexts.");
        }
        page.raw("</section>\n");
    }

    private static String objects(PendingChange change) {
        int more = change.objects().size() - OBJECTS;
        return change.objects().isEmpty()
                ? "–"
                : change.objects().stream()
                                .limit(OBJECTS)
                                .map(object -> object.event() + " " + object.kind() + " " + object.name())
                                .collect(Collectors.joining(", "))
                        + (more > 0 ? ", " + more + " more" : "");
    }

    private static String lock(PendingChange change) {
        return change.impact().flatMap(impact -> impact.tables().stream().findFirst()).stream()
                .map(table -> table.lock().replaceAll("Lock$", "") + " on " + table.object())
                .findFirst()
                .orElse("–");
    }

    private void begin(Markup page, String title) {
        page.raw("<section>\n").tag(heading, title).raw("\n");
    }

    /** On a narrow screen a row is a block, and each cell says what it is. */
    private static String cell(String label, String words, String kind) {
        return "<td data-label=\"" + label + "\"" + (kind.isEmpty() ? "" : " class=\"" + kind + "\"") + ">"
                + Markup.escaped(words) + "</td>";
    }
}
