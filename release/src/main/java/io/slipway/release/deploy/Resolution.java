package io.slipway.release.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
     * @param who that person
     * @throws SlipwayException {@code nothing-in-doubt} when there is nothing to say about that statement;
     *     {@code verdict-contradicted} when the catalogue says otherwise and the person does not seem to know
     */
    public JournalEntry run(Project project, Environment environment, Verdict verdict, String who) {
        try (Target target = targets.open(project, environment)) {
            long fence = LockWait.acquire(target.lock(), who, Duration.ZERO, Progress.NONE, new Cancellation());
            try {
                JournalEntry entry = open(target, environment, verdict);
                refuseContradicted(target, entry, verdict);
                JournalEntry settled = new JournalEntry(
                        entry.deployment(),
                        entry.changeKey(),
                        entry.direction(),
                        entry.statement(),
                        entry.sqlDigest(),
                        verdict.done() ? JournalEntry.State.DONE : JournalEntry.State.FAILED,
                        Optional.of(verdict.reason()));
                target.begin();
                target.history().journal(settled, fence);
                target.history().append(entry(entry, verdict, who), fence);
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

    private static JournalEntry open(Target target, Environment environment, Verdict verdict) {
        return target.history().journal().stream()
                .filter(entry -> entry.statement() == verdict.statement()
                        && verdict.change()
                                .filter(key -> !key.equals(entry.changeKey()))
                                .isEmpty()
                        && (entry.state() == JournalEntry.State.STARTED || overrules(entry, verdict)))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOTHING_IN_DOUBT,
                        "Statement " + verdict.statement() + " is not in doubt on '" + environment.shown() + "'.",
                        "'slipway status " + environment.shown() + "' shows what is."));
    }

    /** How the statement ended is known, and somebody has changed by hand what came of it. */
    private static boolean overrules(JournalEntry entry, Verdict verdict) {
        return entry.state() == (verdict.done() ? JournalEntry.State.FAILED : JournalEntry.State.DONE);
    }

    /** A slip of the hand here makes a statement run twice or never. */
    private static void refuseContradicted(Target target, JournalEntry entry, Verdict verdict) {
        if (verdict.againstCatalogue()) {
            return;
        }
        if (overrules(entry, verdict)) {
            throw SlipwayException.of(
                    ErrorCode.VERDICT_CONTRADICTED,
                    "You say that " + entry.shown() + "\nis " + (verdict.done() ? "done" : "not done")
                            + ", but it is not in doubt: the history knows that it "
                            + (verdict.done() ? "failed." : "is done. Said by mistake, it would run twice."),
                    "Look at the number of the statement. If somebody "
                            + (verdict.done() ? "did by hand what it should do" : "took back by hand what it did")
                            + ", add --against-catalogue.");
        }
        Witness.of(target, entry)
                .filter(witness -> witness.contradicts(verdict.done()))
                .ifPresent(witness -> {
                    throw SlipwayException.of(
                            ErrorCode.VERDICT_CONTRADICTED,
                            "You say that " + entry.shown() + "\nis " + (verdict.done() ? "done" : "not done")
                                    + ", but " + witness.says() + ".",
                            "Look again. If you know better (another schema, say), add --against-catalogue, or on the"
                                    + " page the tick for it.");
                });
    }

    private HistoryEntry entry(JournalEntry settled, Verdict verdict, String who) {
        int at = settled.changeKey().lastIndexOf('@');
        ObjectNode note = new ObjectMapper()
                .createObjectNode()
                .put("statement", settled.statement())
                .put("done", verdict.done())
                .put("reason", verdict.reason());
        if (verdict.againstCatalogue()) {
            note.put("againstCatalogue", true);
        }
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
                note.toString());
    }
}
