package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.artifact.Proof.FindingSeen;
import io.slipway.release.drift.Remark;
import io.slipway.release.project.Project;
import io.slipway.release.rules.Finding;
import io.slipway.release.rules.Rule;
import io.slipway.release.rules.RulePage;
import io.slipway.release.rules.RuleSet;
import io.slipway.release.rules.Severity;
import java.util.List;
import java.util.Optional;

/**
 * One place where a rule does not hold.
 *
 * @param rule its id
 * @param severity {@code note}, {@code warn} or {@code refuse}
 * @param script path relative to the scripts folder
 * @param fix what to do; absent when this version does not know the rule
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record FindingReport(
        String rule, String severity, String script, int line, int column, String message, Optional<String> fix) {

    public static FindingReport of(Finding finding) {
        return new FindingReport(
                finding.rule(),
                finding.severity().text(),
                finding.script(),
                finding.line(),
                finding.column(),
                finding.message(),
                Optional.of(finding.fix()));
    }

    /** What packaging found in a script, as it matters in one environment; without what matters not at all there. */
    public static List<FindingReport> of(
            Project project, String environment, String script, List<FindingSeen> findings) {
        return findings.stream()
                .map(seen -> of(project, environment, script, seen))
                .filter(report -> !report.severity().equals(Severity.OFF.text()))
                .toList();
    }

    private static FindingReport of(Project project, String environment, String script, FindingSeen seen) {
        String severity = RuleSet.find(seen.rule())
                .map(each -> project.rules().severity(each, environment))
                .or(() -> project.rules().said(seen.rule(), environment))
                .map(Severity::text)
                .orElse(seen.severity());
        return of(script, severity, seen);
    }

    /** As it mattered in the strictest environment when it was packaged. */
    public static FindingReport of(String script, FindingSeen seen) {
        return of(script, seen.severity(), seen);
    }

    private static FindingReport of(String script, String severity, FindingSeen seen) {
        Optional<Rule> rule = RuleSet.find(seen.rule());
        return new FindingReport(
                seen.rule(),
                severity,
                script,
                seen.line(),
                seen.column(),
                seen.message(),
                rule.map(each -> RulePage.of(each).fix()));
    }

    /** {@code ddl/1_shop.sql:3:1: warn: … [drop-table]}, fit for a terminal. */
    public String text() {
        return Remark.of(script + ":" + line + ":" + column + ": " + severity + ": " + message + " [" + rule + "]");
    }
}
