package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.slipway.release.drift.Remark;
import io.slipway.release.rules.Rule;
import io.slipway.release.rules.RulePage;
import io.slipway.release.rules.RuleSettings;
import io.slipway.release.version.SlipwayVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), which GitHub, GitLab and
 * Azure DevOps show in code reviews.
 */
public final class SarifReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifReport() {}

    private record Log(@JsonProperty("$schema") String schema, String version, List<Run> runs) {}

    private record Run(Tool tool, String columnKind, List<Result> results) {}

    private record Tool(Driver driver) {}

    private record Driver(String name, String semanticVersion, List<Descriptor> rules) {}

    private record Descriptor(
            String id,
            Text shortDescription,
            Text fullDescription,
            Text help,
            Map<String, String> defaultConfiguration,
            Map<String, List<String>> properties) {}

    private record Text(String text) {}

    private record Result(String ruleId, int ruleIndex, String level, Text message, List<Place> locations) {}

    private record Place(PhysicalLocation physicalLocation) {}

    private record PhysicalLocation(Uri artifactLocation, Region region) {}

    private record Uri(String uri) {}

    private record Region(int startLine, int startColumn) {}

    /**
     * @param settings of the project that was looked through
     * @param folder of the scripts, from the repository's root on, with {@code /}
     */
    public static String of(RulesReport report, RuleSettings settings, String folder) {
        List<Rule> rules = report.findings().stream()
                .map(FindingReport::rule)
                .distinct()
                .flatMap(id -> settings.find(id).stream())
                .toList();
        List<Result> results = new ArrayList<>();
        for (FindingReport finding : report.findings()) {
            int index = rules.stream().map(Rule::id).toList().indexOf(finding.rule());
            results.add(new Result(
                    finding.rule(),
                    index,
                    level(finding.severity()),
                    new Text(Remark.of(finding.message()
                            + finding.fix().map(fix -> " " + fix).orElse(""))),
                    List.of(new Place(new PhysicalLocation(
                            new Uri(uri(folder, finding.script())), new Region(finding.line(), finding.column()))))));
        }
        Driver driver = new Driver(
                "Slipway",
                SlipwayVersion.CURRENT,
                rules.stream()
                        .map(rule -> descriptor(rule, settings.page(rule)))
                        .toList());
        return Reports.text(new Log(SCHEMA, "2.1.0", List.of(new Run(new Tool(driver), "utf16CodeUnits", results))))
                + "\n";
    }

    private static Descriptor descriptor(Rule rule, RulePage page) {
        return new Descriptor(
                rule.id(),
                new Text(Remark.lines(page.title())),
                new Text(Remark.lines(page.why())),
                new Text(Remark.lines(page.fix())),
                Map.of("level", level(rule.severity().text())),
                Map.of("tags", List.of(rule.topic().name().toLowerCase(Locale.ROOT))));
    }

    private static String level(String severity) {
        return switch (severity) {
            case "refuse" -> "error";
            case "warn" -> "warning";
            case "off" -> "none";
            default -> "note";
        };
    }

    /** A path as a relative URI: what a URI cannot hold is written in percent. */
    static String uri(String folder, String script) {
        return List.of((folder.isEmpty() ? script : folder + "/" + script).split("/")).stream()
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
