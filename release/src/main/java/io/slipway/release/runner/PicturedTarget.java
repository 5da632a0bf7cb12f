package io.slipway.release.runner;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.target.Server;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A target that somebody else looked at. It answers what {@link TargetPicture} holds; asked to do anything, it throws
 * {@link UnsupportedOperationException}.
 */
public final class PicturedTarget implements Target {
    private final TargetPicture picture;
    private final Supplier<Catalogue> catalogue;

    /** @param catalogue fetched when it is asked for: reading it takes longer than all the rest */
    public PicturedTarget(TargetPicture picture, Supplier<Catalogue> catalogue) {
        this.picture = picture;
        this.catalogue = catalogue;
    }

    @Override
    public Server server() {
        return picture.server();
    }

    @Override
    public Catalogue catalogue() {
        return catalogue.get();
    }

    @Override
    public TargetLock lock() {
        return new TargetLock() {
            @Override
            public Optional<Long> tryAcquire(String who) {
                throw onlyReads();
            }

            @Override
            public Optional<Holder> holder() {
                return picture.holder();
            }

            @Override
            public void release() {
                throw onlyReads();
            }
        };
    }

    @Override
    public TargetHistory history() {
        return new TargetHistory() {
            @Override
            public List<HistoryEntry> entries() {
                return picture.entries();
            }

            @Override
            public List<HistoryEntry> after(long sequence, int limit) {
                return entries().stream()
                        .filter(entry -> entry.sequence() > sequence)
                        .limit(limit)
                        .toList();
            }

            @Override
            public List<HistoryEntry> newest(HistoryFilter filter, long before, int limit) {
                List<HistoryEntry> newest = new ArrayList<>(entries());
                Collections.reverse(newest);
                return newest.stream()
                        .filter(entry -> entry.sequence() < before && filter.lets(entry))
                        .limit(limit)
                        .toList();
            }

            @Override
            public List<HistoryEntry> about(Set<String> changes) {
                return entries().stream()
                        .filter(entry -> entry.changeId().map(changes::contains).orElse(true))
                        .toList();
            }

            @Override
            public List<JournalEntry> journal() {
                return picture.journal();
            }

            @Override
            public void prepare() {
                throw onlyReads();
            }

            @Override
            public void append(HistoryEntry entry, long fence) {
                throw onlyReads();
            }

            @Override
            public long forget(Set<String> deployments, long fence) {
                throw onlyReads();
            }

            @Override
            public void journal(JournalEntry entry, long fence) {
                throw onlyReads();
            }

            @Override
            public void clearJournal(String changeKey, long fence) {
                throw onlyReads();
            }
        };
    }

    @Override
    public boolean transactionalDdl() {
        throw onlyReads();
    }

    @Override
    public void begin() {
        throw onlyReads();
    }

    @Override
    public void commit() {
        throw onlyReads();
    }

    @Override
    public void rollback() {
        throw onlyReads();
    }

    @Override
    public boolean inTransaction() {
        return false;
    }

    @Override
    public void savepoint(String name) {
        throw onlyReads();
    }

    @Override
    public void rollbackTo(String savepoint) {
        throw onlyReads();
    }

    @Override
    public long execute(String sql) {
        throw onlyReads();
    }

    @Override
    public Optional<String> ask(String sql) {
        throw onlyReads();
    }

    @Override
    public Contents contents(CatalogueObject table) {
        throw onlyReads();
    }

    @Override
    public String identity() {
        throw onlyReads();
    }

    @Override
    public CopyRows copy(String sql) {
        throw onlyReads();
    }

    @Override
    public void resetSession() {
        throw onlyReads();
    }

    @Override
    public void currentSchema(String schema) {
        throw onlyReads();
    }

    @Override
    public void timeouts(Optional<Duration> lock, Optional<Duration> statement) {
        throw onlyReads();
    }

    @Override
    public boolean onlyInTheWay(SqlFailure failure) {
        throw onlyReads();
    }

    @Override
    public void cancel() {
        // nothing runs here
    }

    @Override
    public List<LockSeen> locks() {
        throw onlyReads();
    }

    @Override
    public List<HalfBuilt> halfBuilt() {
        throw onlyReads();
    }

    @Override
    public void close() {
        // there is no session
    }

    private static UnsupportedOperationException onlyReads() {
        return new UnsupportedOperationException("a target that somebody else looked at can only be read");
    }
}
