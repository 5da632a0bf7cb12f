package io.slipway.release.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.rules.OwnRules;
import io.slipway.release.rules.RuleSettings;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class RulesReportsTest {
    private static final FindingReport REFUSED = new FindingReport(
            "drop-table",
            "refuse",
            "ddl/2 drop|it.sql",
            3,
            12,
            "a < b & its rows\u0001 are gone.",
            Optional.of("Don't."));
    private static final FindingReport NOTE = new FindingReport(
            "type-json", "note", "ddl/1.sql", 1, 30, "The type of b, json, keeps text.", Optional.of("Write jsonb."));
    private static final RulesReport REPORT = new RulesReport(1, 3, true, List.of(NOTE, REFUSED));
    private static final List<String> SCRIPTS = List.of("ddl/1.sql", "ddl/2 drop|it.sql", "ddl/3.sql");

    /**
     * What the schema of SARIF 2.1.0 requires: {@code version} and {@code runs} of a log (§3.13), {@code tool} of a run
     * (§3.14), {@code driver} with a {@code name} (§3.18, §3.19), {@code id} of a rule (§3.49), {@code message} of a result
     * (§3.27), and numbers from 1 of a region (§3.30).
     */
    @Test
    void sarifHasWhatTheSchemaRequires() throws Exception {
        JsonNode log = new ObjectMapper().readTree(SarifReport.of(REPORT, RuleSettings.USUAL, "sql"));
        assertThat(log.path("version").asText()).isEqualTo("2.1.0");
        assertThat(log.path("$schema").asText()).isEqualTo("https://json.schemastore.org/sarif-2.1.0.json");
        assertThat(log.path("runs")).hasSize(1);
        JsonNode driver = log.path("runs").path(0).path("tool").path("driver");
        assertThat(driver.path("name").asText()).isEqualTo("Slipway");
        assertThat(driver.path("rules")).hasSize(2).allSatisfy(rule -> {
            assertThat(rule.path("id").asText()).isNotBlank();
            assertThat(rule.path("shortDescription").path("text").asText()).isNotBlank();
            assertThat(rule.path("defaultConfiguration").path("level").asText())
                    .isIn("none", "note", "warning", "error");
        });
        JsonNode results = log.path("runs").path(0).path("results");
        assertThat(results).hasSize(2).allSatisfy(result -> {
            assertThat(result.path("message").path("text").asText()).isNotBlank();
            assertThat(driver.path("rules")
                            .path(result.path("ruleIndex").asInt())
                            .path("id"))
                    .isEqualTo(result.path("ruleId"));
            JsonNode region =
                    result.path("locations").path(0).path("physicalLocation").path("region");
            assertThat(region.path("startLine").asInt()).isPositive();
            assertThat(region.path("startColumn").asInt()).isPositive();
        });
        assertThat(results.path(1).path("level").asText()).isEqualTo("error");
        assertThat(results.path(1)
                        .path("locations")
                        .path(0)
                        .path("physicalLocation")
                        .path("artifactLocation")
                        .path("uri")
                        .asText())
                .isEqualTo("sql/ddl/2%20drop%7Cit.sql");
        assertThat(results.path(0).path("level").asText()).isEqualTo("note");
    }

    @Test
    void junitHasOneTestPerScript() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JunitReport.of(REPORT, SCRIPTS))));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
                .contains("ddl/2 drop|it.sql:3:12: refuse: a < b & its rows  are gone. [drop-table]");
        assertThat(document.getElementsByTagName("system-out").item(0).getTextContent())
                .contains("[type-json]");
    }

    @Test
    void markdownBeginsWithWhatMattersMost() {
        assertThat(MarkdownReport.of(REPORT).lines())
                .containsSubsequence(
                        "Found in 3 scripts: 1 to refuse, 0 to look at, 1 note.",
                        "| severity | where | what | rule |",
                        "| refuse | `ddl/2 drop\\|it.sql:3` | a &lt; b &amp; its rows are gone.<br>Don't. | `drop-table` |",
                        "| note | `ddl/1.sql:1` | The type of b, json, keeps text.<br>Write jsonb. | `type-json` |");
    }

    /** They would show another name, or another line, than the database has. */
    @Test
    void noLetterTurnsOrHidesOthers() {
        FindingReport turned = new FindingReport(
                "drop-table",
                "refuse",
                "ddl/1_\u202ea.sql",
                1,
                1,
                "\u202eelbat\u202c\u2066 and \u200bits rows are gone.\u0007",
                Optional.of("Keep \u202eit\u0085."));
        FindingReport note = new FindingReport("type-json", "note", "ddl/1.sql", 1, 1, "\u202e", turned.fix());
        RulesReport report = new RulesReport(1, 1, true, List.of(turned, note));
        for (String text : List.of(
                MarkdownReport.of(report),
                JunitReport.of(report, List.of(turned.script(), note.script())),
                SarifReport.of(report, RuleSettings.USUAL, "sql"))) {
            assertThat(text).contains("?elbat?? and ?its rows are gone.");
            assertThat(text.replace("\n", "")).doesNotContainPattern("[\\p{Cf}\\p{Cc}\\u0085]|\\\\u");
        }
    }

    @Test
    void whatAProjectSaysOfItsOwnRulesHidesNoLettersEither(@TempDir Path root) throws Exception {
        Files.createDirectory(root.resolve("rules"));
        Files.writeString(root.resolve("rules/hiding.yaml"), """
                title: "No \\u200btable"
                why: "It \\u200bhides.\\nAnd \\x1b[2Jwipes."
                fix: "Write \\u2060it."
                when: statement.kind == 'create table'
                message: There is one.
                examples:
                  - bad: CREATE TABLE a (id INT);
                  - good: DROP TABLE a;
                """);
        FindingReport found =
                new FindingReport("hiding", "warn", "ddl/1.sql", 1, 1, "There is one.", Optional.of("Write it."));
        String text = SarifReport.of(
                new RulesReport(1, 1, true, List.of(found)), new RuleSettings(Map.of(), OwnRules.in(root)), "sql");
        assertThat(text).contains("No ?table", "It ?hides.\\nAnd  [2Jwipes.", "Write ?it.");
        assertThat(text.replace("\n", "")).doesNotContainPattern("[\\p{Cf}\\p{Cc}\\u0085]|\\\\u");
    }

    @Test
    void whoFindsNothingSaysSo() throws Exception {
        RulesReport nothing = new RulesReport(1, 1, false, List.of());
        assertThat(MarkdownReport.of(nothing)).isEqualTo("# Rules\n\nNothing found in 1 script.\n");
        assertThat(new ObjectMapper()
                        .readTree(SarifReport.of(nothing, RuleSettings.USUAL, ""))
                        .path("runs")
                        .path(0)
                        .path("results")
                        .isArray())
                .isTrue();
    }
}
