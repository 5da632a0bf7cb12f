package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes one deployment's entries into the history of its target, under its fencing number. */
public final class Log {
    private final TargetHistory history;
    private final long fence;
    private final String deployment;
    private final String version;
    private final String artifact;
    private final String by;
    private final Clock clock;

    /** @param version version and {@code artifact} digest that entries about changes name */
    public Log(
            TargetHistory history,
            long fence,
            String deployment,
            String version,
            String artifact,
            String by,
            Clock clock) {
        this.history = history;
        this.fence = fence;
        this.deployment = deployment;
        this.version = version;
        this.artifact = artifact;
        this.by = by;
        this.clock = clock;
    }

    public void deployment(HistoryEvent event, long millis, String note) {
        deployment(event, version, artifact, millis, note);
    }

    /** An entry about the whole deployment that names another artifact, such as the one a rollback went back to. */
    public void deployment(HistoryEvent event, String atVersion, String atArtifact, long millis, String note) {
        history.append(
                new HistoryEntry(
                        0,
                        event,
                        deployment,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        atVersion,
                        atArtifact,
                        0,
                        0,
                        millis,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        by,
                        note),
                fence);
    }

    public void change(HistoryEvent event, Change change, ScriptRunner.Ran ran, long millis, String note) {
        history.append(entry(event, change, ran, millis, note), fence);
    }

    /** What {@link #change} writes. */
    HistoryEntry entry(HistoryEvent event, Change change, ScriptRunner.Ran ran, long millis, String note) {
        return new HistoryEntry(
                0,
                event,
                deployment,
                Optional.of(change.id()),
                Optional.of(change.path()),
                Optional.of(change.kind().folder()),
                Optional.of(change.digest()),
                version,
                artifact,
                ran.statements(),
                ran.rows(),
                millis,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                by,
                note);
    }

    long fence() {
        return fence;
    }

    void statement(
            Change change,
            String direction,
            int statement,
            String sqlDigest,
            JournalEntry.State state,
            Optional<String> note) {
        history.journal(
                new JournalEntry(deployment, change.key(), direction, statement, sqlDigest, state, note), fence);
    }

    void forget(String changeKey) {
        history.clearJournal(changeKey, fence);
    }
}
