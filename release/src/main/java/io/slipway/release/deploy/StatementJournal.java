package io.slipway.release.deploy;

import io.slipway.release.digest.Sha256;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.JournalEntry.State;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Timeouts;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SecretMask;
import io.slipway.release.sql.StatementReader;
import io.slipway.release.sql.StatementTraits;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Target.HalfBuilt;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * For a change that cannot run in one transaction: writes what is known of each statement before and after it, and
 * passes over those that an earlier attempt finished.
 *
 * <p>A script's own transaction is one step. Nothing is written of it before a statement that may commit it; once that
 * is done, so is everything before. What only sets the session is not written at all, and runs again each time.
 */
final class StatementJournal implements ScriptRunner.Watcher {
    private static final int SHOWN_SQL = 120;
    /** What is shown is taken from so much of it, in characters. */
    private static final int LONGEST_READ = 10_000;

    private static final Pattern CONCURRENTLY = Pattern.compile("\\bCONCURRENTLY\\b", Pattern.CASE_INSENSITIVE);

    private final Dialect dialect;
    private final Target target;
    private final ChangeTask task;
    private final Timeouts timeouts;
    private final Log log;
    private final Progress progress;
    private final Map<Integer, JournalEntry> earlier = new HashMap<>();
    private final int finished;
    private Running running = Running.UNWRITTEN;
    private List<HalfBuilt> spoilt = List.of();
    private boolean ours;
    private int done;
    private boolean waits;

    /**
     * The statement that is being run.
     *
     * @param written it is in the journal as started
     * @param within it began inside a transaction
     * @param halfBuilt what was half-built before; empty when it is none that builds in steps
     */
    private record Running(
            boolean written, boolean within, Optional<String> createdIndex, Optional<List<HalfBuilt>> halfBuilt) {
        static final Running UNWRITTEN = new Running(false, false, Optional.empty(), Optional.empty());
    }

    StatementJournal(
            Dialect dialect,
            Target target,
            ChangeTask task,
            Timeouts timeouts,
            List<JournalEntry> journal,
            Log log,
            Progress progress) {
        this.dialect = dialect;
        this.target = target;
        this.task = task;
        this.timeouts = timeouts;
        this.log = log;
        this.progress = progress;
        journal.stream()
                .filter(entry -> entry.changeKey().equals(task.change().key())
                        && entry.direction().equals(direction(task)))
                .forEach(entry -> earlier.put(entry.statement(), entry));
        this.finished = JournalEntry.lastDone(journal, task.change().key(), direction(task));
        this.done = finished;
    }

    static String direction(ChangeTask task) {
        return task.event() == HistoryEvent.ROLLED_BACK ? "rollback" : "apply";
    }

    @Override
    public boolean before(int statement, String sql) throws SqlFailure {
        StatementTraits traits = StatementReader.traits(dialect, sql);
        boolean within = target.inTransaction();
        running = Running.UNWRITTEN;
        if (traits.settingOnly() && !(within && traits.mayCommit())) {
            return true;
        }
        if (passed(statement, sql)) {
            return false;
        }
        takeAway(statement);
        waiting(traits.outsideTransaction() && CONCURRENTLY.matcher(sql).find());
        boolean written = within ? traits.mayCommit() : !traits.transactionControl();
        if (written) {
            write(statement, sql, State.STARTED, Optional.of(shortened(sql)));
        }
        running = new Running(
                written,
                within,
                traits.createdIndex(),
                traits.outsideTransaction() ? Optional.of(target.halfBuilt()) : Optional.empty());
        return true;
    }

    /**
     * What is built beside others' work waits for their transactions to end, and keeps nobody from anything meanwhile: it
     * may wait as long as it takes, and would have to begin anew if it did not.
     */
    private void waiting(boolean asLongAsItTakes) throws SqlFailure {
        if (waits != asLongAsItTakes && timeouts.lock().isPresent()) {
            target.timeouts(
                    asLongAsItTakes ? Optional.empty() : timeouts.lock(),
                    task.change().timeout().or(timeouts::statement));
        }
        waits = asLongAsItTakes;
    }

    /** Done by an earlier attempt, itself or with the transaction it was in; unless parameters have made it another. */
    private boolean passed(int statement, String sql) {
        JournalEntry before = earlier.get(statement);
        boolean another = before != null
                && before.state() == State.DONE
                && !before.sqlDigest().equals(digest(sql));
        return statement <= finished && !another;
    }

    /** What this very statement left half-built would be in its own way. */
    private void takeAway(int statement) throws SqlFailure {
        JournalEntry before = earlier.get(statement);
        if (before == null || before.state() != State.HALF_BUILT) {
            return;
        }
        new Leftovers(target, progress).takeAway(before);
        earlier.remove(statement);
    }

    @Override
    public void done(int statement, String sql) throws SqlFailure {
        spoilt = spoilt();
        if (!spoilt.isEmpty()) {
            throw new SqlFailure(
                    "The index " + names() + " is invalid, though the statement succeeded", "55000", 0, false, null);
        }
        boolean within = target.inTransaction();
        if (running.written() && within && !running.within()) {
            // it began a transaction by itself, with which it will be undone or committed
            write(statement, sql, State.FAILED, Optional.empty());
        } else if (running.written() || !within) {
            write(statement, sql, State.DONE, Optional.empty());
            done = statement;
        }
    }

    @Override
    public void failed(int statement, String sql, SqlFailure failure) {
        JournalEntry before = earlier.get(statement);
        if (failure.connectionLost() || before != null && before.state() == State.HALF_BUILT) {
            return;
        }
        try {
            target.rollback();
        } catch (SqlFailure e) {
            // The connection is gone too: what was known before is all that is known.
            return;
        }
        spoilt = spoilt();
        List<HalfBuilt> left = spoilt.stream().filter(this::isNew).toList();
        ours = !left.isEmpty();
        if (ours) {
            write(
                    statement,
                    sql,
                    State.HALF_BUILT,
                    Optional.of(left.stream().map(HalfBuilt::shown).collect(Collectors.joining("\n"))));
        } else {
            write(statement, sql, State.FAILED, Optional.of(failure.getMessage()));
        }
    }

    /** What the statement left half-built, or found so under the name that it was to make. */
    private List<HalfBuilt> spoilt() {
        return running.halfBuilt().isEmpty()
                ? List.of()
                : target.halfBuilt().stream()
                        .filter(index -> isNew(index) || running.createdIndex().equals(Optional.of(index.name())))
                        .toList();
    }

    private boolean isNew(HalfBuilt index) {
        return !running.halfBuilt().orElse(List.of()).contains(index);
    }

    private String names() {
        return spoilt.stream().map(HalfBuilt::shown).collect(Collectors.joining(", "));
    }

    /** The last statement that it wrote down, or found, as done; 0 for none. */
    int lastDone() {
        return done;
    }

    /** What the failed statement left behind and what becomes of it, in a sentence; empty when there is nothing. */
    String leftBehind() {
        return spoilt.isEmpty() ? "" : "Half-built (INVALID) and of no use is the index " + names() + ".";
    }

    /** What to do about it. */
    String remedy() {
        String drop = spoilt.stream().map(HalfBuilt::drop).collect(Collectors.joining("; "));
        if (spoilt.isEmpty()) {
            return "";
        }
        return ours
                ? "Mend the cause and deploy again: the index is dropped first, and built anew. To drop it yourself: "
                        + drop
                : "It was there before. Drop it and deploy again: " + drop;
    }

    private void write(int statement, String sql, State state, Optional<String> note) {
        log.statement(task.change(), direction(task), statement, digest(sql), state, note);
    }

    private static String shortened(String sql) {
        String beginning = sql.substring(0, Math.min(sql.length(), LONGEST_READ));
        String line = SecretMask.of(beginning).strip().replaceAll("\\s+", " ");
        return line.length() <= SHOWN_SQL
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, SHOWN_SQL))) + " …";
    }

    private static String digest(String sql) {
        return Sha256.of(sql.getBytes(StandardCharsets.UTF_8));
    }
}
