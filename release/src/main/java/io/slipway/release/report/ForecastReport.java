package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.project.Project;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment would do to one environment.
 *
 * @param server product and version of the target
 * @param currentVersion where the environment is now; absent when at none
 * @param halfDone a change that stopped half-way there, and goes on after what is done; absent when none
 * @param allowed whether a deployment would go ahead as things are
 * @param rollbacks how many of the pending changes could be taken back
 * @param measured whether the target's tables were looked at; where not, {@code impact} and {@code risks} are empty
 * @param risks what deserves a look before saying yes, the worst first
 * @param error why it would be refused
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ForecastReport(
        int formatVersion,
        String environment,
        String version,
        String server,
        Optional<String> currentVersion,
        Optional<HalfDoneChange> halfDone,
        boolean allowed,
        List<PendingChange> pending,
        List<ChangeReport> notChosen,
        RollbackCoverage rollbacks,
        boolean measured,
        List<RiskReport> risks,
        List<String> warnings,
        Optional<ErrorReport> error) {

    /** How many pending changes have a rollback that was proved, one that was not, and none. */
    public record RollbackCoverage(long proved, long notProved, long none) {

        static RollbackCoverage of(Forecast.Result forecast) {
            return new RollbackCoverage(
                    count(forecast, RollbackResult.PROVED),
                    count(forecast, RollbackResult.NOT_PROVED),
                    count(forecast, RollbackResult.NONE));
        }

        private static long count(Forecast.Result forecast, RollbackResult result) {
            return forecast.pending().stream()
                    .filter(line -> line.proof().rollback().result() == result)
                    .count();
        }
    }

    /**
     * One pending change, with what the proof saw of it.
     *
     * @param destructive removes objects, hence perhaps data
     * @param rollback {@code proved}, {@code not-proved} or {@code none}
     * @param replaces digest of the version that is rolled back first: it was reworked
     * @param impact on what is there in the target now; absent when it touches nothing of that
     * @param findings where it does not keep the rules, as far as they matter there
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record PendingChange(
            String id,
            String path,
            String kind,
            String digest,
            int statements,
            long rows,
            boolean transactional,
            boolean destructive,
            String rollback,
            Optional<String> rollbackReason,
            Optional<String> replaces,
            List<LockSeen> locks,
            List<WorkSeen> work,
            List<ObjectSeen> objects,
            Optional<ImpactReport> impact,
            List<FindingReport> findings) {

        static PendingChange of(Forecast.Line line, Project project, String environment) {
            return new PendingChange(
                    line.change().id(),
                    line.change().path(),
                    line.change().kind().folder(),
                    line.change().digest(),
                    line.proof().statements(),
                    line.proof().rows(),
                    line.proof().transactional(),
                    line.destructive(),
                    line.proof().rollback().result().text(),
                    line.proof().rollback().reason(),
                    line.replaced().map(old -> old.digest()),
                    line.proof().locks(),
                    line.proof().work(),
                    line.proof().objects(),
                    line.impact().map(ImpactReport::of),
                    FindingReport.of(
                            project,
                            environment,
                            line.change().path(),
                            line.proof().findings()));
        }
    }

    /** @param project says how much rules matter in the environment */
    public static ForecastReport of(Forecast.Result forecast, Project project) {
        return new ForecastReport(
                Reports.FORMAT_VERSION,
                forecast.environment(),
                forecast.version(),
                forecast.server().toString(),
                forecast.current().map(entry -> entry.version()),
                forecast.halfDone().filter(half -> half.done() > 0).map(HalfDoneChange::of),
                forecast.refusal().isEmpty(),
                forecast.pending().stream()
                        .map(line -> PendingChange.of(
                                line,
                                project,
                                project.environment(forecast.environment()).name()))
                        .toList(),
                ChangeReport.of(forecast.notChosen()),
                RollbackCoverage.of(forecast),
                forecast.measured(),
                RiskReport.of(forecast),
                forecast.warnings(),
                forecast.refusal().map(ErrorReport::of));
    }

    public long statements() {
        return pending.stream().mapToLong(PendingChange::statements).sum();
    }
}
