package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.deploy.Batches.Batch;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptFailure;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Timeouts;
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
    private final SmallScripts scripts;
    private final Dialect dialect;
    private final Target target;
    private final Timeouts timeouts;
    private final Log log;
    private final Progress progress;
    private final Cancellation cancellation;
    /** Of how many tasks the progress has heard. */
    private int told;

    public Execution(
            Dialect dialect, Target target, Timeouts timeouts, Log log, Progress progress, Cancellation cancellation) {
        this(new SmallScripts(dialect), target, timeouts, log, progress, cancellation);
    }

    /** @param scripts shared by those of one deployment to many databases */
    Execution(
            SmallScripts scripts,
            Target target,
            Timeouts timeouts,
            Log log,
            Progress progress,
            Cancellation cancellation) {
        this.scripts = scripts;
        this.dialect = scripts.dialect();
        this.target = target;
        this.timeouts = timeouts;
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
     * @param done the last statement of the failed task that is known to stand in the target, as those before it do; 0
     *     for none
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
        cancellation.watch(target);
        Batches batches = new Batches(scripts, target, log);
        ReadAhead ahead = batches.ahead(tasks);
        try {
            return run(tasks, journal, batches);
        } finally {
            ahead.close();
        }
    }

    private Outcome run(List<ChangeTask> tasks, List<JournalEntry> journal, Batches batches) {
        List<ChangeTask> ran = new ArrayList<>();
        int oneByOne = 0;
        while (ran.size() < tasks.size()) {
            int next = ran.size();
            tell(tasks, next + 1);
            Optional<Batch> batch = next < oneByOne ? Optional.empty() : batches.next(tasks, next);
            Optional<Stop> stop;
            if (batch.isPresent()) {
                // what a batch leaves goes one by one, so that each failure is told as its own
                oneByOne = next + batch.get().tasks().size();
                stop = sent(batches, batch.get(), ran);
                tell(tasks, ran.size());
            } else {
                stop = untilNobodyIsInTheWay(tasks.get(next), journal);
                if (stop.isEmpty()) {
                    ran.add(tasks.get(next));
                }
            }
            if (stop.isPresent()) {
                return stopped(tasks.get(Math.min(ran.size(), tasks.size() - 1)), stop.get(), ran, tasks);
            }
        }
        return new Outcome(ran, Optional.empty());
    }

    private void tell(List<ChangeTask> tasks, int until) {
        for (; told < until; told++) {
            progress.step(tasks.get(told).change().path());
        }
    }

    /** Adds to those that ran what of a batch stands; the rest is not tried here. */
    private Optional<Stop> sent(Batches batches, Batch batch, List<ChangeTask> ran) {
        try {
            cancellation.checkBetweenChanges();
            target.timeouts(timeouts.lock(), timeouts.statement());
            Batches.Sent sent = batches.send(batch);
            ran.addAll(batch.tasks().subList(0, sent.stand()));
            if (sent.failure().filter(target::onlyInTheWay).isPresent()
                    && sent.stand() < batch.tasks().size()) {
                patience()
                        .another(
                                batch.tasks().get(sent.stand()).change().path(),
                                sent.failure().orElseThrow(),
                                target);
            }
            return Optional.empty();
        } catch (SqlFailure e) {
            return Optional.of(new Stop(Optional.empty(), failed(batch.shown(), e), Optional.of(e), 0));
        } catch (SlipwayException e) {
            return Optional.of(new Stop(Optional.empty(), e, Optional.empty(), 0));
        }
    }

    private Patience patience() {
        return new Patience(timeouts.patience(), progress, cancellation);
    }

    /**
     * Why a task stopped.
     *
     * @param cause what the database said; empty when it was not asked
     * @param done the last statement that was written down as done; 0 for none
     */
    private record Stop(Optional<FailedAt> at, SlipwayException error, Optional<SqlFailure> cause, int done) {
        boolean connectionLost() {
            return error.code() == ErrorCode.CONNECTION_LOST;
        }
    }

    private Optional<Stop> untilNobodyIsInTheWay(ChangeTask task, List<JournalEntry> journal) {
        Patience patience = patience();
        Optional<Stop> stop = attempt(task, journal);
        while (stop.flatMap(Stop::cause).filter(target::onlyInTheWay).isPresent()) {
            Optional<List<JournalEntry>> left = left(together(task));
            try {
                if (left.isEmpty()
                        || !patience.another(
                                task.change().path(), stop.get().cause().orElseThrow(), target)) {
                    return stop;
                }
            } catch (SlipwayException e) {
                return Optional.of(new Stop(
                        stop.get().at(), e, Optional.empty(), stop.get().done()));
            }
            stop = attempt(task, left.get());
        }
        return stop;
    }

    private Optional<Stop> attempt(ChangeTask task, List<JournalEntry> journal) {
        boolean together = together(task);
        Optional<StatementJournal> journaled = together
                ? Optional.empty()
                : Optional.of(new StatementJournal(dialect, target, task, timeouts, journal, log, progress));
        try {
            cancellation.checkBetweenChanges();
            prepare(task);
            long start = System.nanoTime();
            if (together) {
                target.begin();
            }
            ScriptRunner.Ran statements = runner(task, journaled).run();
            finish(task, together, statements, (System.nanoTime() - start) / 1_000_000);
            return Optional.empty();
        } catch (ScriptFailure e) {
            SlipwayException error = explained(failed(e), journaled);
            return Optional.of(new Stop(Optional.of(e.at()), error, Optional.of(e.database()), done(journaled)));
        } catch (SqlFailure e) {
            return Optional.of(
                    new Stop(Optional.empty(), failed(task.change().id(), e), Optional.of(e), done(journaled)));
        } catch (SlipwayException e) {
            return Optional.of(new Stop(Optional.empty(), explained(e, journaled), Optional.empty(), done(journaled)));
        }
    }

    private static int done(Optional<StatementJournal> journaled) {
        return journaled.map(StatementJournal::lastDone).orElse(0);
    }

    private boolean together(ChangeTask task) {
        return task.transactional() && target.transactionalDdl();
    }

    private ScriptRunner runner(ChangeTask task, Optional<StatementJournal> journaled) {
        ScriptRunner.Watcher watcher = journaled.isPresent() ? journaled.get() : ScriptRunner.Watcher.NONE;
        return new ScriptRunner(dialect, target, cancellation, task.source(), new ToldStatements(progress, watcher));
    }

    private void prepare(ChangeTask task) throws SqlFailure {
        target.timeouts(timeouts.lock(), task.change().timeout().or(timeouts::statement));
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
        log.change(task.event(), task.change(), ran, millis, task.note());
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

    private static SlipwayException failed(String around, SqlFailure e) {
        return SlipwayException.of(
                        e.connectionLost() ? ErrorCode.CONNECTION_LOST : ErrorCode.DEPLOYMENT_FAILED,
                        "The database failed around " + around + " [" + e.sqlState() + "]: " + e.getMessage(),
                        "Look at 'slipway status', then deploy again.")
                .causedBy(e);
    }

    private Outcome stopped(ChangeTask task, Stop stop, List<ChangeTask> ran, List<ChangeTask> tasks) {
        Optional<List<JournalEntry>> left = stop.connectionLost() ? Optional.empty() : left(together(task));
        int done = left.map(journal ->
                        JournalEntry.lastDone(journal, task.change().key(), StatementJournal.direction(task)))
                .orElse(stop.done());
        boolean asBefore = left.filter(
                        journal -> journal.stream().allMatch(entry -> entry.state() == JournalEntry.State.FAILED))
                .isPresent();
        if (!stop.connectionLost()) {
            note(task, stop.at(), stop.error());
        }
        List<ChangeTask> notRun = tasks.stream().skip(ran.size() + 1L).toList();
        return new Outcome(ran, Optional.of(new Failure(task, stop.at(), done, notRun, asBefore, stop.error())));
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
