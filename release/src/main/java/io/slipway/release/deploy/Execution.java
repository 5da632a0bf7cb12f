package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptFailure;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.progress.Progress;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs changes (or their rollbacks) on a target, each together with its history entry, until the last one or the first
 * that fails. Where the database can, a change and its entry commit together; elsewhere a journal of statements says
 * after any end how far the change came.
 */
public final class Execution {
    private final Dialect dialect;
    private final Target target;
    private final Log log;
    private final Progress progress;
    private final Cancellation cancellation;

    public Execution(Dialect dialect, Target target, Log log, Progress progress, Cancellation cancellation) {
        this.dialect = dialect;
        this.target = target;
        this.log = log;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** @param failure empty when all ran */
    public record Outcome(List<ChangeTask> ran, Optional<Failure> failure) {

        /** The changes of which the history now says so. */
        public List<Change> ran(HistoryEvent event) {
            return changes(ran, event);
        }
    }

    private static List<Change> changes(List<ChangeTask> tasks, HistoryEvent event) {
        return tasks.stream()
                .filter(task -> task.event() == event)
                .map(ChangeTask::change)
                .toList();
    }

    /**
     * @param done the last statement of the failed task that stands in the target, as those before it do; 0 for none
     * @param asBefore the failed task left nothing behind
     */
    public record Failure(
            ChangeTask task,
            Optional<FailedAt> at,
            int done,
            List<ChangeTask> notRun,
            boolean asBefore,
            SlipwayException error) {

        public List<Change> notRun(HistoryEvent event) {
            return changes(notRun, event);
        }
    }

    /** @param journal what an earlier attempt left of a change that is now to be finished */
    public Outcome run(List<ChangeTask> tasks, List<JournalEntry> journal) {
        List<ChangeTask> ran = new ArrayList<>();
        cancellation.watch(target);
        for (ChangeTask task : tasks) {
            progress.step(task.change().path());
            boolean together = task.transactional() && target.transactionalDdl();
            Optional<StatementJournal> journaled = together
                    ? Optional.empty()
                    : Optional.of(new StatementJournal(dialect, target, task, journal, log, progress));
            try {
                cancellation.checkBetweenChanges();
                prepare(task);
                long start = System.nanoTime();
                if (together) {
                    target.begin();
                }
                ScriptRunner.Ran statements = runner(task, journaled).run();
                finish(task, together, statements, (System.nanoTime() - start) / 1_000_000);
                ran.add(task);
            } catch (ScriptFailure e) {
                SlipwayException error = explained(failed(e), journaled);
                return stopped(task, together, Optional.of(e.at()), error, e.connectionLost(), ran, tasks);
            } catch (SqlFailure e) {
                return stopped(task, together, Optional.empty(), failed(task, e), e.connectionLost(), ran, tasks);
            } catch (SlipwayException e) {
                return stopped(task, together, Optional.empty(), explained(e, journaled), false, ran, tasks);
            }
        }
        return new Outcome(ran, Optional.empty());
    }

    private ScriptRunner runner(ChangeTask task, Optional<StatementJournal> journaled) {
        ScriptRunner.Watcher watcher = journaled.isPresent() ? journaled.get() : ScriptRunner.Watcher.NONE;
        return new ScriptRunner(dialect, target, cancellation, task.source(), new ToldStatements(progress, watcher));
    }

    private void prepare(ChangeTask task) throws SqlFailure {
        target.timeouts(Optional.empty(), task.change().timeout());
        if (task.change().schema().isPresent()) {
            target.currentSchema(task.change().schema().get());
        }
    }

    private void finish(ChangeTask task, boolean together, ScriptRunner.Ran ran, long millis) throws SqlFailure {
        if (!together) {
            target.resetSession();
            target.begin();
            log.forget(task.change().key());
        }
        log.change(task.event(), task.change(), ran, millis, "{}");
        target.commit();
        target.resetSession();
    }

    private static SlipwayException failed(ScriptFailure e) {
        return SlipwayException.of(
                        e.connectionLost() ? ErrorCode.CONNECTION_LOST : ErrorCode.DEPLOYMENT_FAILED,
                        "Statement " + e.at().statement() + " failed [" + e.at().sqlState() + "]: " + e.at().message()
                                + "\n" + e.at().sql().indent(4).stripTrailing(),
                        "")
                .at(e.at().location())
                .causedBy(e);
    }

    /** What the failed statement left half-built is told with the failure. */
    private static SlipwayException explained(SlipwayException e, Optional<StatementJournal> journaled) {
        return journaled
                .filter(journal -> !journal.leftBehind().isEmpty())
                .map(journal -> e.with(journal.leftBehind(), journal.remedy()))
                .orElse(e);
    }

    private static SlipwayException failed(ChangeTask task, SqlFailure e) {
        return SlipwayException.of(
                        e.connectionLost() ? ErrorCode.CONNECTION_LOST : ErrorCode.DEPLOYMENT_FAILED,
                        "The database failed around " + task.change().id() + ": " + e.getMessage(),
                        "Look at 'slipway status', then deploy again.")
                .causedBy(e);
    }

    private Outcome stopped(
            ChangeTask task,
            boolean together,
            Optional<FailedAt> at,
            SlipwayException error,
            boolean connectionLost,
            List<ChangeTask> ran,
            List<ChangeTask> tasks) {
        Optional<List<JournalEntry>> left = connectionLost ? Optional.empty() : left(together);
        int done = left.map(journal ->
                        JournalEntry.lastDone(journal, task.change().key(), StatementJournal.direction(task)))
                .orElse(0);
        boolean asBefore = left.filter(
                        journal -> journal.stream().allMatch(entry -> entry.state() == JournalEntry.State.FAILED))
                .isPresent();
        if (!connectionLost) {
            note(task, at, error);
        }
        List<ChangeTask> notRun = tasks.stream().skip(ran.size() + 1L).toList();
        return new Outcome(ran, Optional.of(new Failure(task, at, done, notRun, asBefore, error)));
    }

    /** Ends what is open, and tells what is known of the statements afterwards; empty when that cannot be told. */
    private Optional<List<JournalEntry>> left(boolean together) {
        try {
            target.rollback();
            target.resetSession();
            return Optional.of(together ? List.of() : target.history().journal());
        } catch (SqlFailure | SlipwayException e) {
            return Optional.empty();
        }
    }

    private void note(ChangeTask task, Optional<FailedAt> at, SlipwayException error) {
        try {
            int finished = at.map(FailedAt::statement).orElse(1) - 1;
            log.change(
                    HistoryEvent.FAILED, task.change(), new ScriptRunner.Ran(finished, 0), 0, Notes.failure(at, error));
        } catch (SlipwayException e) {
            progress.note("The failure could not be written to the history: " + e.getMessage());
        }
    }
}
