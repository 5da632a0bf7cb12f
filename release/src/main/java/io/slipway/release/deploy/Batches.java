package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryState;
import io.slipway.release.target.ChangeBatches;
import io.slipway.release.target.ChangeBatches.BatchedChange;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Small changes that go to the database many at a time, where it takes that. A batch tells nothing of why it failed: the
 * change at which it stopped left nothing, and whoever wants to know runs it by itself.
 */
final class Batches {
    /** Few enough that a wish to stop, and the progress, need not wait for long. */
    private static final int CHANGES = 50;
    /** In characters. */
    private static final int MESSAGE = 64 << 10;

    private final SmallScripts scripts;
    private final Target target;
    private final Log log;

    Batches(SmallScripts scripts, Target target, Log log) {
        this.scripts = scripts;
        this.target = target;
        this.log = log;
    }

    /** @param last nothing comes behind it */
    record Batch(List<ChangeTask> tasks, List<BatchedChange> changes, boolean last) {

        /** Such as {@code ddl/1.sql to ddl/50.sql}. */
        String shown() {
            return tasks.get(0).change().id() + " to "
                    + tasks.get(tasks.size() - 1).change().id();
        }
    }

    /**
     * @param stand how many of the tasks are committed
     * @param failure why not all are; empty too when none was sent
     */
    record Sent(int stand, Optional<SqlFailure> failure) {}

    /** Has what comes after the first batch read while the database is at work. */
    ReadAhead ahead(List<ChangeTask> tasks) {
        boolean wanted = tasks.size() > CHANGES && target.batches().isPresent();
        return ReadAhead.of(scripts, wanted ? tasks.subList(CHANGES, tasks.size()) : List.of());
    }

    /** As many tasks from a place on as can go together; empty for fewer than two. */
    Optional<Batch> next(List<ChangeTask> tasks, int from) {
        if (target.batches().isEmpty()) {
            return Optional.empty();
        }
        List<BatchedChange> changes = new ArrayList<>();
        int length = 0;
        int to = from;
        while (to < tasks.size() && changes.size() < CHANGES && length < MESSAGE) {
            if (tasks.get(to).estimate().isPresent()) {
                // it is timed by itself, to be held against the forecast
                break;
            }
            Optional<List<String>> statements = scripts.statements(tasks.get(to));
            if (statements.isEmpty()) {
                break;
            }
            length += statements.get().stream().mapToInt(String::length).sum();
            changes.add(batched(tasks.get(to), statements.get()));
            to++;
        }
        return changes.size() < 2
                ? Optional.empty()
                : Optional.of(new Batch(tasks.subList(from, to), changes, to == tasks.size()));
    }

    private BatchedChange batched(ChangeTask task, List<String> statements) {
        Change change = task.change();
        return new BatchedChange(
                statements,
                change.schema(),
                log.entry(task.event(), change, new ScriptRunner.Ran(statements.size(), 0), 0, "{}"));
    }

    /** @throws SqlFailure what stands cannot be told, for the connection broke */
    Sent send(Batch batch) throws SqlFailure {
        Optional<ChangeBatches> batches = target.batches();
        if (batches.isEmpty()) {
            return new Sent(0, Optional.empty());
        }
        try {
            batches.get().run(batch.changes(), log.fence(), batch.last());
            return new Sent(batch.tasks().size(), Optional.empty());
        } catch (SqlFailure e) {
            if (e.connectionLost()) {
                throw e;
            }
            target.rollback();
            target.resetSession();
            return new Sent(standing(batch.tasks()), Optional.of(e));
        }
    }

    /** @throws SlipwayException the history cannot be read */
    private int standing(List<ChangeTask> tasks) {
        HistoryState state = HistoryState.about(
                target.history(), tasks.stream().map(ChangeTask::change).toList());
        int stand = 0;
        while (stand < tasks.size() && tasks.get(stand).standsIn(state.applied().keySet())) {
            stand++;
        }
        return stand;
    }
}
