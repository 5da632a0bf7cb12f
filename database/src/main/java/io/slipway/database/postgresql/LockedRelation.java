package io.slipway.database.postgresql;

import io.slipway.database.postgresql.TouchedRelations.ForeignKey;
import io.slipway.database.postgresql.TouchedRelations.Relation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A relation that a transaction locked, with what takes further questions where a script runs by itself.
 *
 * @param columnsDropped whether the transaction dropped one of its columns
 * @param validKeys its foreign keys that are valid and were written by the transaction
 */
record LockedRelation(Relation relation, boolean columnsDropped, List<ForeignKey> validKeys) {
    /** Older servers keep their counts for a while and cannot be asked to let go of them. */
    private static final int COUNTS = 15;

    private static final String OURS = ".xmin::text = (pg_catalog.txid_current() & 4294967295)::text";

    private static final String QUESTION = """
            SELECT s.ended AS %%s, s.newest, s.committed, r.* FROM
              (SELECT %%s AS ended, (SELECT max(t.id) FROM slipway_watch.touched t) AS newest,
                 pg_catalog.set_config('%%s', $1::text, false) AS committed) s
            LEFT JOIN (
              SELECT l.relation::bigint AS oid, l.mode, coalesce(c.relfilenode::bigint, 0) AS file,
                coalesce(c.relkind::text, '') AS kind, coalesce(i.indrelid::bigint, 0) AS over,
                %%s AS scans, coalesce(%s, '') AS name, coalesce(%s, false) AS users,
                EXISTS (SELECT FROM pg_catalog.pg_attribute a
                  WHERE a.attrelid = l.relation AND a.attnum > 0 AND a.attisdropped AND a%s) AS dropped,
                (SELECT pg_catalog.string_agg(k.oid || ' ' || k.confrelid, ',') FROM pg_catalog.pg_constraint k
                  WHERE k.conrelid = l.relation AND k.contype = 'f' AND k.convalidated AND k%s) AS keys
              FROM pg_catalog.pg_locks l
                LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
                LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = l.relation
              WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
                AND l.database <> 0 AND l.relation >= 16384) r ON true
            """.formatted(RelationName.SQL, RelationName.USERS, OURS, OURS);

    /** The end of a message: what was counted in it is not counted again in the next. */
    static String flush(int major) {
        return major >= COUNTS ? "SELECT pg_catalog.pg_stat_force_next_flush();\n" : "";
    }

    /**
     * A row for each lock, and one without any; its parameter is how many scripts are done.
     *
     * @param ended the first column: the time
     * @param setting is given the parameter when the transaction commits
     */
    static String question(int major, String ended, String clock, String setting) {
        return QUESTION.formatted(
                ended,
                clock,
                setting,
                major >= COUNTS ? "coalesce(pg_catalog.pg_stat_get_xact_numscans(l.relation), 0)" : "0");
    }

    /** One of the rows; empty for that without a lock. */
    static Optional<LockedRelation> of(ResultSet row) throws SQLException {
        long oid = row.getLong(4);
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(new LockedRelation(
                new Relation(
                        oid,
                        row.getString(5),
                        row.getLong(6),
                        row.getString(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getString(10),
                        row.getBoolean(11)),
                row.getBoolean(12),
                keys(oid, row.getString(13))));
    }

    private static List<ForeignKey> keys(long table, @Nullable String told) {
        List<ForeignKey> keys = new ArrayList<>();
        if (told != null) {
            for (String key : told.split(",", -1)) {
                int blank = key.indexOf(' ');
                keys.add(new ForeignKey(
                        Long.parseLong(key.substring(0, blank)), table, Long.parseLong(key.substring(blank + 1))));
            }
        }
        return keys;
    }
}
