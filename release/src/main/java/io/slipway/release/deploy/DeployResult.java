package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.estimate.Score;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import io.slipway.release.history.HistoryEvent;
import java.util.List;
import java.util.Optional;

/** How a deployment or a rollback ended. What is refused before it starts is an exception instead. */
public sealed interface DeployResult {

    String environment();

    /** Version of the artifact that was deployed, or that a rollback went back to. */
    String version();

    /**
     * @param applied changes that ran, in order; for a rollback those rolled back
     * @param replaced versions that were rolled back because a reworked one took their place
     * @param score how long changes took that were expected to take time
     */
    record Completed(
            String environment,
            String version,
            List<Change> applied,
            List<Change> replaced,
            List<Change> notChosen,
            Score score,
            long millis)
            implements DeployResult {}

    record NothingToDo(String environment, String version, List<Change> notChosen) implements DeployResult {}

    /**
     * @param replaced versions that were rolled back because a reworked one was to take their place
     * @param done the last statement of the failed change that stands in the target; 0 for none
     * @param at the statement that failed; empty when it was no statement (a cancellation, a lost connection)
     * @param asBefore the target is as it was before
     */
    record Failed(
            String environment,
            String version,
            List<Change> applied,
            List<Change> replaced,
            Change failed,
            int done,
            Optional<FailedAt> at,
            List<Change> notRun,
            boolean asBefore,
            SlipwayException error)
            implements DeployResult {

        /** The same, with what was found when it was looked up: who was overtaken does not go on. */
        Failed with(SlipwayException found) {
            SlipwayException both = error.with(found.getMessage(), found.help());
            return new Failed(
                    environment,
                    version,
                    applied,
                    replaced,
                    failed,
                    done,
                    at,
                    notRun,
                    asBefore,
                    found.code() == ErrorCode.LOCK_LOST ? both.as(ErrorCode.LOCK_LOST) : both);
        }

        /**
         * @param outcome one with a failure; the target is as before when nothing else ran and that left nothing
         * @param verb what the history says of changes that the command is about
         */
        public static Failed of(String environment, String version, Execution.Outcome outcome, HistoryEvent verb) {
            Execution.Failure failure = outcome.failure().orElseThrow();
            boolean asBefore = failure.asBefore() && outcome.ran().isEmpty();
            boolean partial = !asBefore && failure.error().code() == ErrorCode.DEPLOYMENT_FAILED;
            return new Failed(
                    environment,
                    version,
                    outcome.ran(verb),
                    verb == HistoryEvent.APPLIED ? outcome.ran(HistoryEvent.ROLLED_BACK) : List.of(),
                    failure.task().change(),
                    failure.done(),
                    failure.at(),
                    failure.notRun(verb),
                    asBefore,
                    partial ? failure.error().as(ErrorCode.DEPLOYMENT_PARTIAL) : failure.error());
        }
    }
}
