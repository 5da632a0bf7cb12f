package io.slipway.database.sqlite;

import io.slipway.database.HistoryTables;
import io.slipway.database.JdbcSession;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import java.util.List;
import java.util.Set;

/** The history tables of a file that may come into being, or be opened anew, meanwhile. */
final class SqliteHistory implements TargetHistory {
    private final SqliteSession session;
    private final String project;

    SqliteHistory(SqliteSession session, String project) {
        this.session = session;
        this.project = project;
    }

    @Override
    public void prepare() {
        on(session.settled()).prepare();
    }

    @Override
    public List<HistoryEntry> entries() {
        return on(session.reading()).entries();
    }

    @Override
    public List<HistoryEntry> after(long sequence, int limit) {
        return on(session.reading()).after(sequence, limit);
    }

    @Override
    public List<HistoryEntry> newest(HistoryFilter filter, long before, int limit) {
        return on(session.reading()).newest(filter, before, limit);
    }

    @Override
    public List<HistoryEntry> about(Set<String> changes) {
        return on(session.reading()).about(changes);
    }

    @Override
    public void append(HistoryEntry entry, long fence) {
        on(session.settled()).append(entry, fence);
    }

    @Override
    public long forget(Set<String> deployments, long fence) {
        return on(session.settled()).forget(deployments, fence);
    }

    @Override
    public List<JournalEntry> journal() {
        return on(session.reading()).journal();
    }

    @Override
    public void journal(JournalEntry entry, long fence) {
        on(session.settled()).journal(entry, fence);
    }

    @Override
    public void clearJournal(String changeKey, long fence) {
        on(session.settled()).clearJournal(changeKey, fence);
    }

    private HistoryTables on(JdbcSession jdbc) {
        return new HistoryTables(jdbc, new SqliteHistoryDialect(), project);
    }
}
