package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import java.util.List;
import java.util.Optional;

/** How a deployment or a rollback ended. What is refused before it starts is an exception instead. */
public sealed interface DeployResult {

    String environment();

    /** Version of the artifact that was deployed, or that a rollback went back to. */
    String version();

    /** @param applied changes that ran, in order; for a rollback those rolled back */
    record Completed(String environment, String version, List<Change> applied, List<Change> notChosen, long millis)
            implements DeployResult {}

    record NothingToDo(String environment, String version, List<Change> notChosen) implements DeployResult {}

    /**
     * @param at the statement that failed; empty when it was no statement (a cancellation, a lost connection)
     * @param asBefore the target is as it was before
     */
    record Failed(
            String environment,
            String version,
            List<Change> applied,
            Change failed,
            Optional<FailedAt> at,
            List<Change> notRun,
            boolean asBefore,
            SlipwayException error)
            implements DeployResult {

        /** @param outcome one with a failure; the target is as before when nothing else ran and that left nothing */
        public static Failed of(String environment, String version, Execution.Outcome outcome) {
            Execution.Failure failure = outcome.failure().orElseThrow();
            boolean asBefore = failure.asBefore() && outcome.ran().isEmpty();
            boolean partial = !asBefore && failure.error().code() == ErrorCode.DEPLOYMENT_FAILED;
            return new Failed(
                    environment,
                    version,
                    outcome.ran(),
                    failure.change(),
                    failure.at(),
                    failure.notRun(),
                    asBefore,
                    partial ? failure.error().as(ErrorCode.DEPLOYMENT_PARTIAL) : failure.error());
        }
    }
}
