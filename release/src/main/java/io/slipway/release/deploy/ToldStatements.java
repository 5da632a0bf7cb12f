package io.slipway.release.deploy;

import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.progress.Progress;
import io.slipway.release.target.SqlFailure;

/** Tells each statement's beginning and end, without its text, beside what another watcher does. */
final class ToldStatements implements ScriptRunner.Watcher {
    private final Progress progress;
    private final ScriptRunner.Watcher other;

    ToldStatements(Progress progress, ScriptRunner.Watcher other) {
        this.progress = progress;
        this.other = other;
    }

    @Override
    public boolean before(int statement, String sql) throws SqlFailure {
        boolean sent = other.before(statement, sql);
        if (sent) {
            progress.statement(statement);
        }
        return sent;
    }

    @Override
    public void done(int statement, String sql) throws SqlFailure {
        progress.statementEnded(true);
        other.done(statement, sql);
    }

    @Override
    public void failed(int statement, String sql, SqlFailure failure) {
        progress.statementEnded(false);
        other.failed(statement, sql, failure);
    }
}
