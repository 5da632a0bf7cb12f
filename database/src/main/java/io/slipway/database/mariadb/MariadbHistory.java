package io.slipway.database.mariadb;

import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import java.util.List;
import java.util.Set;

/** The history tables, written in settings of our own: a script in the same session may have changed its settings. */
final class MariadbHistory implements TargetHistory {
    private final MariadbSession session;
    private final TargetHistory tables;

    MariadbHistory(MariadbSession session, TargetHistory tables) {
        this.session = session;
        this.tables = tables;
    }

    @Override
    public void prepare() {
        session.settle();
        tables.prepare();
    }

    @Override
    public List<HistoryEntry> entries() {
        session.settle();
        return tables.entries();
    }

    @Override
    public List<HistoryEntry> after(long sequence, int limit) {
        session.settle();
        return tables.after(sequence, limit);
    }

    @Override
    public List<HistoryEntry> newest(HistoryFilter filter, long before, int limit) {
        session.settle();
        return tables.newest(filter, before, limit);
    }

    @Override
    public List<HistoryEntry> about(Set<String> changes) {
        session.settle();
        return tables.about(changes);
    }

    @Override
    public void append(HistoryEntry entry, long fence) {
        session.settle();
        tables.append(entry, fence);
    }

    @Override
    public long forget(Set<String> deployments, long fence) {
        session.settle();
        return tables.forget(deployments, fence);
    }

    @Override
    public List<JournalEntry> journal() {
        session.settle();
        return tables.journal();
    }

    @Override
    public void journal(JournalEntry entry, long fence) {
        if (session.jdbc().inTransaction()) {
            session.settle();
        }
        tables.journal(entry, fence);
    }

    @Override
    public void clearJournal(String changeKey, long fence) {
        session.settle();
        tables.clearJournal(changeKey, fence);
    }
}
