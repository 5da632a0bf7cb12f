package io.slipway.release.report;

import io.slipway.release.packaging.RulesCheck;
import java.util.List;

/**
 * What a look through scripts found.
 *
 * @param scripts how many were looked at
 * @param refused whether packaging would refuse them
 */
public record RulesReport(int formatVersion, int scripts, boolean refused, List<FindingReport> findings) {

    public static RulesReport of(RulesCheck.Result result) {
        return new RulesReport(
                Reports.FORMAT_VERSION,
                result.scripts().size(),
                result.refused(),
                result.findings().stream().map(FindingReport::of).toList());
    }

    public long count(String severity) {
        return findings.stream()
                .filter(finding -> finding.severity().equals(severity))
                .count();
    }
}
