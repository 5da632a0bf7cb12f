package io.slipway.release.deploy;

import io.slipway.release.digest.Sha256;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.target.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For a change that cannot run in one transaction: writes what is known of each statement before and after it, and
 * passes over those that an earlier attempt finished.
 */
final class StatementJournal implements ScriptRunner.Watcher {
    private final ChangeTask task;
    private final Log log;
    private final Map<Integer, JournalEntry> earlier = new HashMap<>();

    StatementJournal(ChangeTask task, List<JournalEntry> journal, Log log) {
        this.task = task;
        this.log = log;
        journal.stream()
                .filter(entry -> entry.changeKey().equals(task.change().key())
                        && entry.direction().equals(direction(task)))
                .forEach(entry -> earlier.put(entry.statement(), entry));
    }

    private static String direction(ChangeTask task) {
        return task.event() == HistoryEvent.ROLLED_BACK ? "rollback" : "apply";
    }

    @Override
    public boolean before(int statement, String sql) {
        JournalEntry before = earlier.get(statement);
        boolean done = before != null
                && before.state() == JournalEntry.State.DONE
                && before.sqlDigest().equals(digest(sql));
        if (!done) {
            write(statement, sql, JournalEntry.State.STARTED, Optional.empty());
        }
        return !done;
    }

    @Override
    public void done(int statement, String sql) {
        write(statement, sql, JournalEntry.State.DONE, Optional.empty());
    }

    @Override
    public void failed(int statement, String sql, SqlFailure failure) {
        if (!failure.connectionLost()) {
            write(statement, sql, JournalEntry.State.FAILED, Optional.of(failure.getMessage()));
        }
    }

    private void write(int statement, String sql, JournalEntry.State state, Optional<String> note) {
        log.statement(task.change(), direction(task), statement, digest(sql), state, note);
    }

    private static String digest(String sql) {
        return Sha256.of(sql.getBytes(StandardCharsets.UTF_8));
    }
}
