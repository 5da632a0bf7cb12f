package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.database.postgresql.TouchedRelations.Before;
import io.slipway.database.postgresql.TouchedRelations.ForeignKey;
import io.slipway.database.postgresql.TouchedRelations.Relation;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Touched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads what the open transaction did to relations that were there before it. A second session sees them as they were:
 * their names before a rename, those that are dropped, and the files that new ones took the place of. What it does not
 * see is new, and nobody can wait for it.
 */
final class PostgresTouched implements TouchedRelations.Further {
    /** The transaction that is looked at may have locked what says how things were. */
    static final String NOT_FOR_LONG = "SELECT pg_catalog.set_config('lock_timeout', '3s', false)";

    /** Older servers keep their counts for a while and cannot be asked to let go of them. */
    private static final int FLUSHES = 15;

    private static final String INSIDE = """
            SELECT l.relation::bigint, l.mode, coalesce(c.relfilenode::bigint, 0), coalesce(c.relkind::text, ''),
              coalesce(i.indrelid::bigint, 0), coalesce(pg_catalog.pg_stat_get_xact_numscans(l.relation), 0),
              coalesce(%s, ''), coalesce(%s, false)
            FROM pg_catalog.pg_locks l
              LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
              LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = l.relation
            WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
              AND l.database <> 0 AND l.relation >= 16384
            """.formatted(RelationName.SQL, RelationName.USERS);

    static final String BEFORE = """
            SELECT c.oid::bigint, %s, c.relfilenode::bigint, %s
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid::bigint IN (%%s)
            """.formatted(RelationName.SQL, RelationName.USERS);

    private static final String FOREIGN_KEYS = """
            SELECT k.oid::bigint, k.conrelid::bigint, k.confrelid::bigint FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f' AND k.convalidated AND k.conrelid::bigint IN (%s)
              AND k.xmin::text = (pg_catalog.txid_current() & 4294967295)::text
            """;

    static final String VALID_BEFORE =
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
                                counts ? row.getLong(6) : 0,
                                row.getString(7),
                                row.getBoolean(8)))
                .forEach(each -> relations.merge(each.oid(), each, Relation::stronger));
        if (counts) {
            session.query("SELECT pg_catalog.pg_stat_force_next_flush()", row -> "");
        }
        return relations.isEmpty() ? Touched.NONE : new TouchedRelations(relations, before(relations), this).told();
    }

    private Map<Long, Before> before(Map<Long, Relation> relations) {
        Map<Long, Before> before = new HashMap<>();
        try {
            outside.get()
                    .query(
                            BEFORE.formatted(numbers(relations.keySet())),
                            row -> before.put(
                                    row.getLong(1), new Before(row.getString(2), row.getLong(3), row.getBoolean(4))));
        } catch (SlipwayException e) {
            // a transaction that locked the catalogue itself: the names that it sees are the best that can be had
            relations.forEach((oid, relation) -> before.put(
                    oid,
                    new Before(
                            relation.name(), relation.file(), !relation.name().isEmpty())));
        }
        return before;
    }

    @Override
    public List<String> droppedColumns(TouchedRelations touched) {
        Set<Long> tables = touched.relations().values().stream()
                .filter(relation -> relation.mode().equals(LockMode.ACCESS_EXCLUSIVE.shown())
                        && (relation.kind().equals("r") || relation.kind().equals("p"))
                        && touched.named(relation.oid()).isPresent())
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
                        touched.named(column.getKey().get(0))
                                .ifPresent(table -> names.add(
                                        "column " + table.substring("table ".length()) + "." + column.getValue()));
                    }
                });
        return names;
    }

    @Override
    public List<ForeignKey> newlyValid(TouchedRelations touched) {
        Set<Long> tables = touched.readTables();
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
}
