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
 * @param error why it could not be looked at; empty when it could. The rest is then from when it last could
 * @param reachedAt when it last could be looked at; absent when it never could
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
        Instant lookedAt,
        Optional<Instant> reachedAt) {

    static EnvironmentState never(String project, String environment, String error, Instant at) {
        return new EnvironmentState(
                project, environment, "", "", Optional.empty(), 0, 0, 0, "", "", "", error, at, Optional.empty());
    }

    /** The same, as it was when it last answered. */
    EnvironmentState silent(String why, Instant at) {
        return new EnvironmentState(
                project,
                environment,
                version,
                artifact,
                since,
                applied,
                pending,
                unknown,
                failed,
                inDoubt,
                server,
                why,
                at,
                reachedAt);
    }

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

    /** Whether it waits for a person: what is merely behind does not. */
    public boolean troubled() {
        return !error.isEmpty() || !inDoubt.isEmpty() || !failed.isEmpty() || unknown > 0;
    }

    /** What a person is to do about it; empty when nothing. */
    public String remedy() {
        if (!error.isEmpty()) {
            return "Open it to test the connection.";
        }
        if (!inDoubt.isEmpty()) {
            return "Open it and say whether the statement’s effect is there.";
        }
        if (!failed.isEmpty()) {
            return "Mend the cause and deploy again.";
        }
        return unknown > 0 ? "It has changes that the newest artifact lacks: hand in the artifact they came from." : "";
    }
}
