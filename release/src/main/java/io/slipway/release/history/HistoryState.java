package io.slipway.release.history;

import io.slipway.release.artifact.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the entries of one target's history add up to.
 *
 * @param applied {@link Change#key} → the entry that made it so, in the order of application; what was
 *     rolled back is not in it
 * @param deployments finished deployments and rollbacks, oldest first
 * @param failed the change that failed last, unless it was applied since
 * @param journal statements of a change that is unfinished
 */
public record HistoryState(
        Map<String, HistoryEntry> applied,
        List<HistoryEntry> deployments,
        Optional<HistoryEntry> failed,
        List<JournalEntry> journal) {

    private static final int BATCH = 2_000;
    /** The ids go into one query; for more of them all of the history is read. */
    private static final int FEW = 500;

    /** Reads the history a batch at a time: what was applied and rolled back again need not fit into memory. */
    public static HistoryState of(TargetHistory history) {
        Fold fold = new Fold();
        long after = 0;
        List<HistoryEntry> batch;
        do {
            batch = history.after(after, BATCH);
            for (HistoryEntry entry : batch) {
                fold.add(entry);
                after = entry.sequence();
            }
        } while (batch.size() == BATCH);
        return fold.state(history.journal());
    }

    /**
     * What the history says of some changes, and of deployments: of the other changes, nothing is known to it. Reads
     * little where they are few.
     */
    public static HistoryState about(TargetHistory history, Collection<Change> changes) {
        Set<String> ids = changes.stream().map(Change::id).collect(Collectors.toSet());
        return ids.size() > FEW ? of(history) : of(history.about(ids), history.journal());
    }

    public static HistoryState of(List<HistoryEntry> entries, List<JournalEntry> journal) {
        Fold fold = new Fold();
        entries.forEach(fold::add);
        return fold.state(journal);
    }

    private static final class Fold {
        private final Map<String, HistoryEntry> applied = new LinkedHashMap<>();
        private final Map<String, Integer> times = new HashMap<>();
        private final List<HistoryEntry> deployments = new ArrayList<>();
        private Optional<HistoryEntry> failed = Optional.empty();

        void add(HistoryEntry entry) {
            switch (entry.event()) {
                case APPLIED, BASELINED -> {
                    String text = text(entry);
                    applied.put(Change.key(text, times.merge(text, 1, Integer::sum)), entry);
                    failed = failed.filter(f -> !f.changeId().equals(entry.changeId()));
                }
                case ROLLED_BACK -> {
                    String text = text(entry);
                    applied.remove(Change.key(text, times.merge(text, -1, Integer::sum) + 1));
                    failed = failed.filter(f -> !f.changeId().equals(entry.changeId()));
                }
                case FAILED -> failed = Optional.of(entry);
                case DEPLOYMENT_COMPLETED -> {
                    deployments.add(entry);
                    failed = Optional.empty();
                }
                case DEPLOYMENT_STARTED, DEPLOYMENT_FAILED, RESOLVED -> {
                    // they explain, and change nothing
                }
            }
        }

        HistoryState state(List<JournalEntry> journal) {
            return new HistoryState(applied, List.copyOf(deployments), failed, journal);
        }
    }

    private static String text(HistoryEntry entry) {
        return Change.key(entry.changeId().orElse(""), entry.digest().orElse(""), 1);
    }

    /** The deployment whose artifact the target is at; empty when none was ever completed or all was rolled back. */
    public Optional<HistoryEntry> current() {
        return deployments.isEmpty()
                ? Optional.empty()
                : Optional.of(deployments.get(deployments.size() - 1))
                        .filter(d -> !d.artifact().isEmpty());
    }

    /**
     * What is known of a change that stopped half-way, so that only itself may go on. One whose statements all failed, or
     * were said not to be there, is none, for nothing of it is left; nor is one of which only {@link #halfBuilt} is left.
     */
    public Optional<HalfDone> halfDone() {
        List<JournalEntry> leftovers = halfBuilt();
        return journal.stream()
                .filter(entry -> entry.state() != JournalEntry.State.FAILED && !leftovers.contains(entry))
                .findFirst()
                .map(entry -> new HalfDone(
                        entry.changeKey(),
                        entry.direction(),
                        JournalEntry.lastDone(journal, entry.changeKey(), entry.direction())));
    }

    /** What failed statements left half-built of changes of which nothing else is there; it may be taken away. */
    public List<JournalEntry> halfBuilt() {
        Set<String> going = journal.stream()
                .filter(entry ->
                        entry.state() == JournalEntry.State.DONE || entry.state() == JournalEntry.State.STARTED)
                .map(JournalEntry::changeKey)
                .collect(Collectors.toSet());
        return journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.HALF_BUILT
                        && entry.direction().equals("apply")
                        && !going.contains(entry.changeKey()))
                .toList();
    }

    /** The names of what is half-built, whosever change made it. */
    public List<String> leftBehind() {
        return journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.HALF_BUILT)
                .flatMap(entry -> entry.note().orElse("").lines())
                .toList();
    }

    /** The last statement of the change that failed last which stands in the target; 0 for none. */
    public int failedDone() {
        return failed.flatMap(HistoryEntry::changeId)
                .map(id ->
                        JournalEntry.lastDone(journal, entry -> entry.changeId().equals(id)))
                .orElse(0);
    }

    /** A statement that was sent and of which nothing more is known. */
    public Optional<JournalEntry> inDoubt() {
        return journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.STARTED)
                .findFirst();
    }
}
