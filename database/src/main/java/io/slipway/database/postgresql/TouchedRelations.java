package io.slipway.database.postgresql;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Touched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one transaction did to relations that were there before it, told from how each of them is in its end and how it
 * was before.
 *
 * @param relations those that it locked, by oid, as it sees them
 * @param before those of them that were there, as they were
 */
record TouchedRelations(Map<Long, Relation> relations, Map<Long, Before> before, Further further) {

    /**
     * As the transaction sees it.
     *
     * @param file 0, and an empty kind, for one that is no more
     * @param over an index's table
     * @param scans how often it was read from end to end; 0 where the server does not count that
     */
    record Relation(long oid, String mode, long file, String kind, long over, long scans, String name, boolean users) {
        boolean index() {
            return kind.equals("i");
        }

        /** Of two locks on one relation the stronger. */
        static Relation stronger(Relation a, Relation b) {
            return LockMode.stronger(a.mode, b.mode).equals(a.mode) ? a : b;
        }
    }

    record Before(String name, long file, boolean users) {}

    record ForeignKey(long oid, long table, long referenced) {}

    /** What takes another question to the server. */
    interface Further {
        /** Columns that were there before, as {@code column public.customer.name}. */
        List<String> droppedColumns(TouchedRelations touched);

        /** Foreign keys of tables that were there before, which became valid. */
        List<ForeignKey> newlyValid(TouchedRelations touched);
    }

    Touched told() {
        Map<String, String> modes = new TreeMap<>();
        relations.forEach((oid, relation) ->
                named(oid).ifPresent(name -> modes.merge(name, relation.mode(), LockMode::stronger)));
        List<LockSeen> locks = new ArrayList<>();
        modes.forEach((name, mode) -> locks.add(new LockSeen(name, mode)));
        return new Touched(List.copyOf(locks), work());
    }

    /** What a relation was called, if it was a user's. */
    Optional<String> named(long oid) {
        return Optional.ofNullable(before.get(oid)).filter(Before::users).map(Before::name);
    }

    /** Tables that were there before and may have been read as a whole. */
    Set<Long> readTables() {
        return relations.values().stream()
                .filter(TouchedRelations::readsAll)
                .map(Relation::oid)
                .filter(before::containsKey)
                .collect(Collectors.toSet());
    }

    private List<WorkSeen> work() {
        Tally tally = new Tally();
        // an index that goes with a column's type comes back under its name, perhaps on its old file
        Set<Long> oldFiles = before.values().stream().map(Before::file).collect(Collectors.toSet());
        Map<String, Long> gone = new HashMap<>();
        before.forEach((oid, was) -> {
            Relation is = relations.get(oid);
            if (was.users() && is != null && is.kind().isEmpty()) {
                gone.put(was.name(), oid);
            }
        });
        for (Relation relation : relations.values()) {
            Optional<String> name = named(relation.oid());
            Before was = before.get(relation.oid());
            if (was != null && name.isPresent() && relation.file() != 0 && was.file() != relation.file()) {
                tally.add(name.get(), Work.REWRITTEN);
                tally.builtAnew(relation.index() ? relation.over() : relation.oid());
            } else if (was == null && relation.index() && !oldFiles.contains(relation.file())) {
                Optional<String> table = named(relation.over());
                if (gone.containsKey(relation.name())) {
                    tally.add(relation.name(), Work.REWRITTEN);
                } else {
                    table.ifPresent(over -> tally.add(over, Work.INDEXED));
                }
                tally.builtAnew(relation.over());
            }
        }
        gone.keySet().stream()
                .filter(name -> name.startsWith("table ") || name.startsWith("materialized view "))
                .forEach(name -> tally.add(name, Work.DROPPED));
        further.droppedColumns(this).forEach(name -> tally.add(name, Work.DROPPED));
        for (ForeignKey key : further.newlyValid(this)) {
            named(key.table()).ifPresent(name -> tally.add(name, Work.COMPARED));
            tally.builtAnew(key.table());
            tally.builtAnew(key.referenced());
        }
        for (Relation relation : relations.values()) {
            long scans = relation.scans() - tally.scansOf(relation.oid());
            Optional<String> name = named(relation.oid());
            if (scans > 0 && name.isPresent() && readsAll(relation) && !tally.has(name.get(), Work.REWRITTEN)) {
                tally.add(name.get(), Work.SCANNED);
            }
        }
        return tally.all();
    }

    /** What only reads or changes rows may find them by an index where there are many: that is not told here. */
    static boolean readsAll(Relation relation) {
        return (relation.kind().equals("r") || relation.kind().equals("m"))
                && LockMode.of(relation.mode())
                        .filter(mode -> mode.compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0)
                        .isPresent();
    }

    /** Work by object, and by oid how many of a table's scans it explains. */
    private static final class Tally {
        private final Map<String, Map<Work, Integer>> seen = new TreeMap<>();
        private final Map<Long, Integer> scans = new HashMap<>();

        void add(String object, Work work) {
            seen.computeIfAbsent(object, o -> new TreeMap<>()).merge(work, 1, Integer::sum);
        }

        void builtAnew(long table) {
            scans.merge(table, 1, Integer::sum);
        }

        int scansOf(long table) {
            return scans.getOrDefault(table, 0);
        }

        boolean has(String object, Work work) {
            return seen.getOrDefault(object, Map.of()).containsKey(work);
        }

        List<WorkSeen> all() {
            List<WorkSeen> all = new ArrayList<>();
            seen.forEach((object, kinds) -> kinds.forEach((work, times) -> all.add(new WorkSeen(object, work, times))));
            return List.copyOf(all);
        }
    }
}
