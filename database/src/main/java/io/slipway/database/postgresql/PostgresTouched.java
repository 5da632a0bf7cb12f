package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Touched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads what the open transaction did to relations that were there before it. A second session sees them as they were:
 * their names before a rename, those that are dropped, and the files that new ones took the place of. What it does not
 * see is new, and nobody can wait for it.
 */
final class PostgresTouched {
    /** The transaction that is looked at may have locked what says how things were. */
    static final String NOT_FOR_LONG = "SELECT pg_catalog.set_config('lock_timeout', '3s', false)";

    /** Older servers keep their counts for a while and cannot be asked to let go of them. */
    private static final int FLUSHES = 15;

    private static final String INSIDE = """
            SELECT l.relation::bigint, l.mode, coalesce(c.relfilenode::bigint, 0), coalesce(c.relkind::text, ''),
              coalesce(i.indrelid::bigint, 0), coalesce(pg_catalog.pg_stat_get_xact_numscans(l.relation), 0),
              coalesce(%s, '')
            FROM pg_catalog.pg_locks l
              LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
              LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = l.relation
            WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
              AND l.database <> 0 AND l.relation >= 16384
            """.formatted(RelationName.SQL);

    private static final String BEFORE = """
            SELECT c.oid::bigint, %s, c.relfilenode::bigint, %s
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid::bigint IN (%%s)
            """.formatted(RelationName.SQL, RelationName.USERS);

    private static final String FOREIGN_KEYS = """
            SELECT k.oid::bigint, k.conrelid::bigint, k.confrelid::bigint FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f' AND k.convalidated AND k.conrelid::bigint IN (%s)
              AND k.xmin::text = (pg_catalog.txid_current() & 4294967295)::text
            """;

    private static final String VALID_BEFORE =
            "SELECT k.oid::bigint FROM pg_catalog.pg_constraint k WHERE k.convalidated AND k.oid::bigint IN (%s)";

    private static final String DROPPED_COLUMNS = "SELECT attrelid::bigint, attnum::bigint FROM pg_catalog.pg_attribute"
            + " WHERE attisdropped AND attnum > 0 AND attrelid::bigint IN (%s)";

    private static final String COLUMNS_BEFORE =
            "SELECT attrelid::bigint, attnum::bigint, pg_catalog.quote_ident(attname) FROM pg_catalog.pg_attribute"
                    + " WHERE NOT attisdropped AND attnum > 0 AND attrelid::bigint IN (%s)";

    private final JdbcSession session;
    private final Supplier<JdbcSession> outside;
    private final boolean counts;

    /** @param outside a session that sees the database as it was before the transaction */
    PostgresTouched(JdbcSession session, Supplier<JdbcSession> outside, int major) {
        this.session = session;
        this.outside = outside;
        this.counts = major >= FLUSHES;
    }

    /** As the transaction sees it. {@code over} is an index's table. */
    private record Relation(long oid, String mode, long file, String kind, long over, long scans, String name) {
        boolean index() {
            return kind.equals("i");
        }
    }

    private record Before(String name, long file, boolean users) {}

    private record ForeignKey(long oid, long table, long referenced) {}

    Touched read() {
        Map<Long, Relation> relations = new HashMap<>();
        session.query(
                        INSIDE,
                        row -> new Relation(
                                row.getLong(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getString(7)))
                .forEach(each -> relations.merge(
                        each.oid(),
                        each,
                        (a, b) -> LockMode.stronger(a.mode(), b.mode()).equals(a.mode()) ? a : b));
        if (counts) {
            session.query("SELECT pg_catalog.pg_stat_force_next_flush()", row -> "");
        }
        if (relations.isEmpty()) {
            return Touched.NONE;
        }
        Map<Long, Before> before = before(relations);
        Map<String, String> modes = new TreeMap<>();
        relations.forEach((oid, relation) ->
                named(before, oid).ifPresent(name -> modes.merge(name, relation.mode(), LockMode::stronger)));
        List<LockSeen> locks = new ArrayList<>();
        modes.forEach((name, mode) -> locks.add(new LockSeen(name, mode)));
        return new Touched(List.copyOf(locks), work(relations, before));
    }

    private Map<Long, Before> before(Map<Long, Relation> relations) {
        Map<Long, Before> before = new HashMap<>();
        try {
            outside.get()
                    .query(
                            BEFORE.formatted(numbers(relations.keySet())),
                            row -> Map.entry(
                                    row.getLong(1), new Before(row.getString(2), row.getLong(3), row.getBoolean(4))))
                    .forEach(e -> before.put(e.getKey(), e.getValue()));
        } catch (SlipwayException e) {
            // a transaction that locked the catalogue itself: the names that it sees are the best that can be had
            relations.forEach((oid, relation) -> before.put(
                    oid,
                    new Before(
                            relation.name(), relation.file(), !relation.name().isEmpty())));
        }
        return before;
    }

    private static Optional<String> named(Map<Long, Before> before, long oid) {
        return Optional.ofNullable(before.get(oid)).filter(Before::users).map(Before::name);
    }

    private List<WorkSeen> work(Map<Long, Relation> relations, Map<Long, Before> before) {
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
            Optional<String> name = named(before, relation.oid());
            Before was = before.get(relation.oid());
            if (was != null && name.isPresent() && relation.file() != 0 && was.file() != relation.file()) {
                tally.add(name.get(), Work.REWRITTEN);
                tally.builtAnew(relation.index() ? relation.over() : relation.oid());
            } else if (was == null && relation.index() && !oldFiles.contains(relation.file())) {
                Optional<String> table = named(before, relation.over());
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
        droppedColumns(relations, before).forEach(name -> tally.add(name, Work.DROPPED));
        for (ForeignKey key : foreignKeys(relations, before)) {
            named(before, key.table()).ifPresent(name -> tally.add(name, Work.COMPARED));
            tally.builtAnew(key.table());
            tally.builtAnew(key.referenced());
        }
        for (Relation relation : relations.values()) {
            long scans = relation.scans() - tally.scansOf(relation.oid());
            Optional<String> name = named(before, relation.oid());
            if (counts
                    && scans > 0
                    && name.isPresent()
                    && readsAll(relation)
                    && !tally.has(name.get(), Work.REWRITTEN)) {
                tally.add(name.get(), Work.SCANNED);
            }
        }
        return tally.all();
    }

    /** What only reads or changes rows may find them by an index where there are many: that is not told here. */
    private static boolean readsAll(Relation relation) {
        return (relation.kind().equals("r") || relation.kind().equals("m"))
                && LockMode.of(relation.mode())
                        .filter(mode -> mode.compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0)
                        .isPresent();
    }

    private List<String> droppedColumns(Map<Long, Relation> relations, Map<Long, Before> before) {
        Set<Long> tables = relations.values().stream()
                .filter(relation -> relation.mode().equals(LockMode.ACCESS_EXCLUSIVE.shown())
                        && (relation.kind().equals("r") || relation.kind().equals("p"))
                        && named(before, relation.oid()).isPresent())
                .map(Relation::oid)
                .collect(Collectors.toSet());
        if (tables.isEmpty()) {
            return List.of();
        }
        Set<List<Long>> dropped = Set.copyOf(session.query(
                DROPPED_COLUMNS.formatted(numbers(tables)), row -> List.of(row.getLong(1), row.getLong(2))));
        if (dropped.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        outside.get()
                .query(
                        COLUMNS_BEFORE.formatted(numbers(tables)),
                        row -> Map.entry(List.of(row.getLong(1), row.getLong(2)), row.getString(3)))
                .forEach(column -> {
                    if (dropped.contains(column.getKey())) {
                        named(before, column.getKey().get(0))
                                .ifPresent(table -> names.add(
                                        "column " + table.substring("table ".length()) + "." + column.getValue()));
                    }
                });
        return names;
    }

    private List<ForeignKey> foreignKeys(Map<Long, Relation> relations, Map<Long, Before> before) {
        Set<Long> tables = relations.values().stream()
                .filter(PostgresTouched::readsAll)
                .map(Relation::oid)
                .filter(before::containsKey)
                .collect(Collectors.toSet());
        if (tables.isEmpty()) {
            return List.of();
        }
        List<ForeignKey> keys = session.query(
                FOREIGN_KEYS.formatted(numbers(tables)),
                row -> new ForeignKey(row.getLong(1), row.getLong(2), row.getLong(3)));
        if (keys.isEmpty()) {
            return keys;
        }
        Set<Long> valid = Set.copyOf(outside.get()
                .query(
                        VALID_BEFORE.formatted(
                                numbers(keys.stream().map(ForeignKey::oid).toList())),
                        row -> row.getLong(1)));
        return keys.stream().filter(key -> !valid.contains(key.oid())).toList();
    }

    private static String numbers(Collection<Long> oids) {
        return oids.stream().map(String::valueOf).collect(Collectors.joining(", "));
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
