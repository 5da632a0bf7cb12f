package io.slipway.server.environment;

import io.slipway.release.history.HalfDone;
import io.slipway.release.history.JournalEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * What the server saw when it last looked at an environment.
 *
 * @param version empty when nothing was deployed
 * @param since when that version came
 * @param newest version of the pipeline's newest artifact, which it was compared with; empty when none was handed in
 * @param pending changes of the pipeline's newest artifact that it lacks
 * @param unknown changes it has that the newest artifact does not know
 * @param failed path of the change that failed last; empty when none
 * @param halfDone what is done of a change that stopped half-way, in words; empty when there is none
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
        String newest,
        long applied,
        long pending,
        long unknown,
        String failed,
        String halfDone,
        String inDoubt,
        String server,
        String error,
        Instant lookedAt,
        Optional<Instant> reachedAt) {

    static EnvironmentState never(String project, String environment, String error, Instant at) {
        return new EnvironmentState(
                project,
                environment,
                "",
                "",
                Optional.empty(),
                "",
                0,
                0,
                0,
                "",
                "",
                "",
                "",
                error,
                at,
                Optional.empty());
    }

    /**
     * The same with what the target says at this moment of a statement in doubt, of which nothing was known when it was
     * last looked at: somebody may deploy from elsewhere.
     */
    public EnvironmentState with(TargetReading reading) {
        if (!reading.fresh() || !reading.answered() || reading.holder().isPresent()) {
            return this;
        }
        return new EnvironmentState(
                project,
                environment,
                version,
                artifact,
                since,
                newest,
                applied,
                pending,
                unknown,
                failed,
                reading.halfDone()
                        .filter(half -> half.done() > 0)
                        .map(HalfDone::shown)
                        .orElse(""),
                reading.inDoubt().map(JournalEntry::shown).orElse(""),
                server,
                error,
                lookedAt,
                reachedAt);
    }

    /** The same, as it was when it last answered. */
    EnvironmentState silent(String why, Instant at) {
        return new EnvironmentState(
                project,
                environment,
                version,
                artifact,
                since,
                newest,
                applied,
                pending,
                unknown,
                failed,
                halfDone,
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
        if (!halfDone.isEmpty()) {
            return "half done";
        }
        if (applied > 0 && newest.isEmpty()) {
            return "not compared";
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
        return !error.isEmpty() || !inDoubt.isEmpty() || !failed.isEmpty() || !halfDone.isEmpty() || unknown > 0;
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
        if (!halfDone.isEmpty()) {
            return "Give the command that stopped once more: it goes on from there.";
        }
        if (applied > 0 && newest.isEmpty()) {
            return "No artifact was handed in to compare it with: what it lacks is not known.";
        }
        return unknown > 0 ? "It has changes that the newest artifact lacks: hand in the artifact they came from." : "";
    }
}
