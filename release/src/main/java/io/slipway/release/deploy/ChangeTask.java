package io.slipway.release.deploy;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.estimate.Estimate;
import io.slipway.release.estimate.ForecastNote;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.project.Environment;
import io.slipway.release.sql.Dialect;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One change to run.
 *
 * @param event what the history says of it afterwards: {@code APPLIED} or {@code ROLLED_BACK}
 * @param transactional whether its statements may run in one transaction
 * @param estimate how long it is expected to take; empty for one of which nobody would notice, or nothing is known
 */
public record ChangeTask(
        Change change, ScriptSource source, HistoryEvent event, boolean transactional, Optional<Estimate> estimate) {

    /** @param applied keys of the changes that stand in a target: do they tell that this one ran? */
    boolean standsIn(Set<String> applied) {
        return applied.contains(change.key()) == (event == HistoryEvent.APPLIED);
    }

    /** @param transactional what the proof says of the change, which is asked only for what cannot be seen at once */
    static ChangeTask apply(
            Artifact artifact, Change change, Environment environment, Predicate<ChangeTask> transactional) {
        ScriptSource source = source(artifact, change, environment);
        ChangeTask inOne = new ChangeTask(change, source, HistoryEvent.APPLIED, true, Optional.empty());
        return transactional.test(inOne)
                ? inOne
                : new ChangeTask(change, source, HistoryEvent.APPLIED, false, Optional.empty());
    }

    /** Its text, as it runs there. */
    public static ScriptSource source(Artifact artifact, Change change, Environment environment) {
        return new ScriptSource(change.path(), artifact.text(change), change.parameters(), environment.parameters());
    }

    ChangeTask with(Estimate estimate) {
        return new ChangeTask(change, source, event, transactional, Optional.of(estimate));
    }

    /** What the history is to keep beside it. */
    String note() {
        return estimate.map(ForecastNote::of).orElse("{}");
    }

    /** Of a change that has a rollback. */
    public static ChangeTask rollback(Dialect dialect, Artifact artifact, Change change, Environment environment) {
        ScriptSource source = new ScriptSource(
                change.path() + " (rollback)",
                artifact.rollback(change).orElseThrow(),
                change.parameters(),
                environment.parameters());
        boolean transactional = change.transaction()
                && ScriptScan.of(dialect, source).outsideTransaction().isEmpty();
        return new ChangeTask(change, source, HistoryEvent.ROLLED_BACK, transactional, Optional.empty());
    }
}
