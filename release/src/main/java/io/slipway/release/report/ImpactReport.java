package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.estimate.Estimate.Basis;
import io.slipway.release.forecast.Impact;
import io.slipway.release.forecast.Impact.TableImpact;
import io.slipway.release.target.Survey.Count;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a pending change will do to what is there in the target now.
 *
 * @param millis how long it may take, waiting for locks apart
 * @param basis what that was told from: {@code history}, {@code sample} or {@code standard}
 * @param breaks catalogue objects of the target that need what goes or changes, and of which the proof knows nothing
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ImpactReport(
        long millis, Basis basis, List<TableReport> tables, List<LossReport> losses, List<String> breaks) {

    /**
     * @param waits who waits meanwhile: {@code nobody}, {@code ddl}, {@code writers} or {@code everybody}
     * @param work such as {@code scanned}
     * @param rows as the server's statistics have it
     * @param scans how often it was read from end to end
     * @param lookups how often rows were looked up by an index
     * @param written rows inserted, updated and deleted
     * @param countedSince from when on; absent for as long as the server keeps statistics
     * @param holding sessions that have a lock on it at this moment
     * @param waiting sessions that wait for one
     * @param longestSeconds how long the oldest of their transactions is open
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record TableReport(
            String object,
            String lock,
            String waits,
            List<String> work,
            long rows,
            long bytes,
            long indexBytes,
            long scans,
            long lookups,
            long written,
            Optional<Instant> countedSince,
            int holding,
            int waiting,
            OptionalLong longestSeconds) {

        static TableReport of(TableImpact table) {
            return new TableReport(
                    table.object(),
                    table.lock(),
                    table.waits(),
                    table.work().stream().map(work -> work.work().text()).toList(),
                    table.facts().rows(),
                    table.facts().bytes(),
                    table.facts().indexBytes(),
                    table.facts().scans(),
                    table.facts().lookups(),
                    table.facts().written(),
                    table.facts().since(),
                    table.facts().holding(),
                    table.facts().waiting(),
                    table.facts().longest());
        }
    }

    /**
     * @param what such as {@code column public.customer.fax}
     * @param rows how many rows or values go; absent when not known
     * @param exact counted, not estimated
     * @param atMost whether fewer may go
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record LossReport(String what, Optional<Long> rows, boolean exact, boolean atMost) {}

    static ImpactReport of(Impact impact) {
        return new ImpactReport(
                impact.estimate().millis(),
                impact.estimate().basis(),
                impact.tables().stream().map(TableReport::of).toList(),
                impact.losses().stream()
                        .map(loss -> new LossReport(
                                loss.what(),
                                loss.rows().map(Count::rows),
                                loss.rows().map(Count::exact).orElse(false),
                                loss.atMost()))
                        .toList(),
                impact.breaks());
    }
}
