package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.artifact.Change;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment, a rollback or a baseline ended.
 *
 * @param version the artifact's, or the one that a rollback went back to; empty for none, absent when refused
 * @param result {@code completed}, {@code nothing-to-do}, {@code failed} or {@code refused}
 * @param replaced versions that were rolled back because a reworked one took their place
 * @param notRun left out by labels or contexts, or, after a failure, not reached
 * @param forecast how long changes took that were expected to take time; absent when there were none
 * @param failedChange id of the change that failed
 * @param failedDone how many statements of it, from its first, stand in the target; absent for none
 * @param asBefore after a failure, whether the target is as it was
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeployReport(
        int formatVersion,
        String environment,
        Optional<String> version,
        String result,
        List<ChangeReport> applied,
        List<ChangeReport> replaced,
        List<ChangeReport> notRun,
        Optional<Long> millis,
        Optional<ScoreReport> forecast,
        Optional<String> failedChange,
        Optional<String> failedPath,
        Optional<Integer> failedDone,
        Optional<Boolean> asBefore,
        Optional<FailedAt> failedAt,
        Optional<ErrorReport> error) {

    public static final String COMPLETED = "completed";

    public static DeployReport of(DeployResult result) {
        if (result instanceof DeployResult.Completed completed) {
            return good(
                    completed,
                    COMPLETED,
                    completed.applied(),
                    completed.replaced(),
                    completed.notChosen(),
                    Optional.of(completed.millis()),
                    ScoreReport.of(completed.score()));
        }
        if (result instanceof DeployResult.NothingToDo nothing) {
            return good(
                    nothing,
                    "nothing-to-do",
                    List.of(),
                    List.of(),
                    nothing.notChosen(),
                    Optional.empty(),
                    Optional.empty());
        }
        DeployResult.Failed failed = (DeployResult.Failed) result;
        return new DeployReport(
                Reports.FORMAT_VERSION,
                failed.environment(),
                Optional.of(failed.version()),
                "failed",
                ChangeReport.of(failed.applied()),
                ChangeReport.of(failed.replaced()),
                ChangeReport.of(failed.notRun()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(failed.failed().id()),
                Optional.of(failed.failed().path()),
                failed.done() > 0 ? Optional.of(failed.done()) : Optional.empty(),
                Optional.of(failed.asBefore()),
                failed.at(),
                Optional.of(ErrorReport.of(failed.error())));
    }

    private static DeployReport good(
            DeployResult result,
            String word,
            List<Change> applied,
            List<Change> replaced,
            List<Change> notChosen,
            Optional<Long> millis,
            Optional<ScoreReport> forecast) {
        return new DeployReport(
                Reports.FORMAT_VERSION,
                result.environment(),
                Optional.of(result.version()),
                word,
                ChangeReport.of(applied),
                ChangeReport.of(replaced),
                ChangeReport.of(notChosen),
                millis,
                forecast,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What was not let, or was never begun: nothing was touched. */
    public static DeployReport refused(String environment, SlipwayException e) {
        return new DeployReport(
                Reports.FORMAT_VERSION,
                environment,
                Optional.empty(),
                "refused",
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ErrorReport.of(e)));
    }
}
