package io.slipway.release.report;

import io.slipway.release.history.HistoryEntry;
import io.slipway.release.rollback.RollbackPlan;
import java.util.List;

/**
 * What a rollback would run.
 *
 * @param version what the environment would be at; empty for none
 * @param changes the last applied first
 */
public record RollbackReport(int formatVersion, String environment, String version, List<ChangeReport> changes) {

    public static RollbackReport of(String environment, RollbackPlan plan) {
        return new RollbackReport(
                Reports.FORMAT_VERSION,
                environment,
                plan.backTo().map(HistoryEntry::version).orElse(""),
                ChangeReport.of(plan.changes()));
    }
}
