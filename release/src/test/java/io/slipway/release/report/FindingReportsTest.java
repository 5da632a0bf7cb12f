package io.slipway.release.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.report.page.RulesPage;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Names are whatever somebody made them: in no report they become anything else than words. */
class FindingReportsTest {
    private static final String NASTY = "a`|b``[x](javascript:alert(1))<img src=x>![y](http://e.org) **c**";

    @Test
    void namesMakeNoCellLinkOrMarkupInMarkdown() {
        String text = MarkdownReport.of(report("ddl/1 `a|b.sql", "Table " + NASTY + " is gone."));
        String row = text.lines()
                .filter(line -> line.startsWith("| warn"))
                .findFirst()
                .orElseThrow();
        // the cells' own four, five with the one at the end
        assertThat(row.replace("\\|", "").chars().filter(c -> c == '|').count()).isEqualTo(5);
        assertThat(row).contains("`` ddl/1 `a\\|b.sql:3 ``");
        assertThat(row).contains("Table a\\`\\|b\\`\\`\\[x\\](javascript:alert(1))&lt;img src=x>");
        assertThat(row).doesNotContain("http://", "[x]", "**", "<img");
    }

    @Test
    void whatXmlCannotHoldIsNotWritten() throws Exception {
        String nasty = "a\uFFFEb\uFFFFc\u0000d\uD800e\u000Bf\uD83D\uDE00";
        String text = JunitReport.of(report("ddl/" + nasty + ".sql", nasty), List.of("ddl/" + nasty + ".sql"));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
        assertThat(document.getElementsByTagName("failure")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("message")
                        .getNodeValue())
                .isEqualTo("a?b?c?d?e?f\uD83D\uDE00");
    }

    @Test
    void thePageTellsWhatStandsInTheWayFirst() {
        String page = RulesPage.of(new RulesReport(
                1,
                3,
                true,
                List.of(finding("note", "ddl/1.sql", "A note."), finding("refuse", "ddl/2.sql", "No " + NASTY))));
        assertThat(page)
                .contains("Packaging would refuse these scripts.", "ddl/2.sql:3:5", "Do something else.")
                .doesNotContain("<img", "<script", "href=", "url(", "To look at</h2>");
        assertThat(page.indexOf("ddl/2.sql")).isLessThan(page.indexOf("ddl/1.sql"));
        assertThat(RulesPage.of(new RulesReport(1, 2, false, List.of())))
                .contains("Nothing stands in the way.", "Nothing found in 2 scripts.")
                .doesNotContain("<table");
    }

    private static RulesReport report(String script, String message) {
        return new RulesReport(1, 1, false, List.of(finding("warn", script, message)));
    }

    private static FindingReport finding(String severity, String script, String message) {
        return new FindingReport("drop-table", severity, script, 3, 5, message, Optional.of("Do something else."));
    }
}
