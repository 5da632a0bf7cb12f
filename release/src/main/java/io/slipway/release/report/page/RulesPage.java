package io.slipway.release.report.page;

import io.slipway.release.estimate.Told;
import io.slipway.release.report.FindingReport;
import io.slipway.release.report.MarkdownReport;
import io.slipway.release.report.RulesReport;
import java.util.List;

/** What a look through scripts found, as one HTML file: what stands in the way first. */
public final class RulesPage {
    private RulesPage() {}

    public static String of(RulesReport report) {
        Markup body = new Markup();
        verdict(body, report);
        figures(body, report);
        findings(body, report, "refuse", "To mend before it is packaged", "high");
        findings(body, report, "warn", "To look at", "medium");
        findings(body, report, "note", "Notes", "low");
        return WholePage.of(
                "Rules",
                MarkdownReport.counts(report),
                body.toString(),
                "Rules read texts and statements, and know no database. What locks, rows and rollbacks come to, packaging"
                        + " sees.");
    }

    private static void verdict(Markup page, RulesReport report) {
        if (report.refused()) {
            page.raw("<p class=\"verdict no\"><strong>Packaging would refuse these scripts.</strong></p>\n");
        } else if (report.count("warn") > 0) {
            page.raw("<p class=\"verdict some\"><strong>Packaging would take them.</strong>"
                    + " Somebody should look at what is named here before.</p>\n");
        } else {
            page.raw("<p class=\"verdict\"><strong>Nothing stands in the way.</strong></p>\n");
        }
    }

    private static void figures(Markup page, RulesReport report) {
        page.raw("<dl class=\"figures\">\n");
        figure(page, "looked at", Told.counted(report.scripts(), "script"));
        figure(page, "to mend", Long.toString(report.count("refuse")));
        figure(page, "to look at", Long.toString(report.count("warn")));
        figure(page, "noted", Long.toString(report.count("note")));
        page.raw("</dl>\n");
    }

    private static void figure(Markup page, String what, String number) {
        page.raw("<div>").tag("dt", what).raw("<dd>").tag("b", number).raw("</dd></div>\n");
    }

    private static void findings(Markup page, RulesReport report, String severity, String title, String badge) {
        List<FindingReport> findings = report.findings().stream()
                .filter(finding -> finding.severity().equals(severity))
                .toList();
        if (findings.isEmpty()) {
            return;
        }
        page.raw("<section aria-labelledby=\"" + severity + "\">\n")
                .tag("h2 id=\"" + severity + "\"", title)
                .raw("\n<table><thead><tr><th scope=\"col\">Where</th><th scope=\"col\">What, and what to do</th>"
                        + "<th scope=\"col\">Rule</th></tr></thead><tbody>\n");
        for (FindingReport finding : findings) {
            page.raw("<tr><td class=\"mono\" data-label=\"Where\">")
                    .text(finding.script() + ":" + finding.line() + ":" + finding.column())
                    .raw("</td><td data-label=\"What\"><div>")
                    .text(finding.message());
            finding.fix().ifPresent(fix -> page.raw(" ").tag("span class=\"soft\"", fix));
            page.raw("</div></td><td data-label=\"Rule\">")
                    .tag("span class=\"badge " + badge + "\"", finding.rule())
                    .raw("</td></tr>\n");
        }
        page.raw("</tbody></table>\n</section>\n");
    }
}
