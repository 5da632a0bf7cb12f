package io.slipway.release.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The resolve verb: a person says what became of a statement in doubt. */
public final class Resolution {
    private final Targets targets;
    private final Clock clock;

    public Resolution(Targets targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * @param done its effect is there; of a statement that was done, only the contrary is news: somebody took it back
     * @throws SlipwayException {@code nothing-in-doubt} when there is nothing to say about that statement
     */
    public JournalEntry run(
            Project project, Environment environment, int statement, boolean done, String reason, String who) {
        return run(project, environment, Optional.empty(), statement, done, reason, who);
    }

    /**
     * As the other, of a statement of one change only.
     *
     * @param change its key; when absent, whichever change has such a statement in doubt
     */
    public JournalEntry run(
            Project project,
            Environment environment,
            Optional<String> change,
            int statement,
            boolean done,
            String reason,
            String who) {
        try (Target target = targets.open(project, environment)) {
            long fence = LockWait.acquire(target.lock(), who, Duration.ZERO, Progress.NONE, new Cancellation());
            try {
                JournalEntry entry = target.history().journal().stream()
                        .filter(e -> e.statement() == statement
                                && change.filter(key -> !key.equals(e.changeKey()))
                                        .isEmpty()
                                && (e.state() == JournalEntry.State.STARTED
                                        || e.state() == JournalEntry.State.DONE && !done))
                        .findFirst()
                        .orElseThrow(() -> SlipwayException.of(
                                ErrorCode.NOTHING_IN_DOUBT,
                                "Statement " + statement + " is not in doubt on '" + environment.name() + "'.",
                                "'slipway status " + environment.name() + "' shows what is."));
                JournalEntry settled = new JournalEntry(
                        entry.deployment(),
                        entry.changeKey(),
                        entry.direction(),
                        entry.statement(),
                        entry.sqlDigest(),
                        done ? JournalEntry.State.DONE : JournalEntry.State.FAILED,
                        Optional.of(reason));
                target.begin();
                target.history().journal(settled, fence);
                target.history().append(entry(entry, done, reason, who), fence);
                target.commit();
                return settled;
            } catch (SqlFailure e) {
                throw SlipwayException.of(
                                ErrorCode.DEPLOYMENT_FAILED, "The history could not be written: " + e.getMessage(), "")
                        .causedBy(e);
            } finally {
                target.lock().release();
            }
        }
    }

    private HistoryEntry entry(JournalEntry settled, boolean done, String reason, String who) {
        int at = settled.changeKey().lastIndexOf('@');
        String note = new ObjectMapper()
                .createObjectNode()
                .put("statement", settled.statement())
                .put("done", done)
                .put("reason", reason)
                .toString();
        return new HistoryEntry(
                0,
                HistoryEvent.RESOLVED,
                settled.deployment(),
                Optional.of(settled.changeKey().substring(0, at)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(settled.changeKey().substring(at + 1)),
                "",
                "",
                0,
                0,
                0,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                who,
                note);
    }
}
