package io.slipway.release.history;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One project's history in one target database. Reading a database that has none yet gives an empty history and
 * creates nothing. Writing goes through the session of its target, hence into its open transaction.
 */
public interface TargetHistory {

    /** Newest layout that this Slipway writes. */
    int FORMAT_VERSION = 1;

    /** Creates what is missing of the tables; refuses ({@code history-newer-format}) a newer layout. */
    void prepare();

    /** All entries, oldest first. */
    List<HistoryEntry> entries();

    /**
     * The next entries after a place, oldest first.
     *
     * @param sequence of the last entry that the reader has; 0 for none
     */
    List<HistoryEntry> after(long sequence, int limit);

    /**
     * The newest entries before a place that a filter lets through, newest first.
     *
     * @param before sequence of the entry that they come before; {@link Long#MAX_VALUE} for the newest of all
     */
    List<HistoryEntry> newest(HistoryFilter filter, long before, int limit);

    /**
     * The deployment that left the target with all of its artifact and nothing else, if nothing happened there since: then
     * nothing of it is missing, nothing is under way and nothing failed. To know that takes one entry.
     */
    default Optional<HistoryEntry> whole() {
        return newest(HistoryFilter.ALL, Long.MAX_VALUE, 1).stream()
                .filter(HistoryEntry::whole)
                .findFirst();
    }

    /**
     * The same of one artifact.
     *
     * @param artifact its digest
     */
    default Optional<HistoryEntry> whole(String artifact) {
        return whole().filter(newest -> newest.artifact().equals(artifact));
    }

    /**
     * All entries that tell of some changes, and those that tell of deployments as a whole, oldest first.
     *
     * @param changes their ids; at most a few hundred
     */
    List<HistoryEntry> about(Set<String> changes);

    /**
     * Adds an entry.
     *
     * @param fence the number the lock was taken with
     * @throws io.slipway.release.error.SlipwayException {@code lock-lost} when a newer fence was given out since
     */
    void append(HistoryEntry entry, long fence);

    /**
     * Takes out all entries of some deployments, and only those: rehearsals, whose traces are cleared away.
     *
     * @param deployments ids
     * @param fence as {@link #append}
     * @return how many entries went
     */
    long forget(Set<String> deployments, long fence);

    /** The journal of the change that is under way or was left unfinished, in statement order; empty otherwise. */
    List<JournalEntry> journal();

    /**
     * Writes (or overwrites) what is known of one statement; fenced as {@link #append}. Outside a transaction of
     * {@link io.slipway.release.target.Target#begin} it is written at once, and, where the database takes writes of two
     * sessions at a time, out of reach of what the running script has set, locked and begun.
     */
    void journal(JournalEntry entry, long fence);

    /** Forgets the journal of a change, once its history entry is in the same transaction. */
    void clearJournal(String changeKey, long fence);
}
