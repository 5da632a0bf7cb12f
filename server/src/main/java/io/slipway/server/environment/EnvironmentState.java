package io.slipway.server.environment;

import java.time.Instant;
import java.util.Optional;

/**
 * What the server saw when it last looked at an environment.
 *
 * @param version empty when nothing was deployed
 * @param since when that version came
 * @param pending changes of the pipeline's newest artifact that it lacks
 * @param unknown changes it has that the newest artifact does not know
 * @param failed path of the change that failed last; empty when none
 * @param inDoubt the statement in doubt; empty when none
 * @param error why it could not be looked at; empty when it could
 */
public record EnvironmentState(
        String project,
        String environment,
        String version,
        String artifact,
        Optional<Instant> since,
        long applied,
        long pending,
        long unknown,
        String failed,
        String inDoubt,
        String server,
        String error,
        Instant lookedAt) {

    /** In one or two words, the most serious first. */
    public String word() {
        if (!error.isEmpty()) {
            return "not reachable";
        }
        if (!inDoubt.isEmpty()) {
            return "in doubt";
        }
        if (!failed.isEmpty()) {
            return "failed";
        }
        if (unknown > 0) {
            return "ahead";
        }
        if (pending > 0) {
            return applied == 0 ? "empty" : "behind";
        }
        return applied == 0 ? "empty" : "up to date";
    }
}
