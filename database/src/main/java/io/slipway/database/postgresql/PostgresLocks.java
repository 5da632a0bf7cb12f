package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.artifact.Proof.LockSeen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads which locks the open transaction holds on its users' tables, indexes, views and sequences. */
final class PostgresLocks {
    /** The server's table-level lock modes, weakest first, as {@code pg_locks} names them. */
    private static final List<String> MODES = List.of(
            "AccessShareLock",
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private static final String NAME = """
            SELECT c.oid::bigint, CASE c.relkind WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'v' THEN 'view'
                WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type'
                WHEN 'f' THEN 'foreign table' ELSE 'table' END
              || ' ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
              n.nspname IN ('pg_catalog', 'information_schema', 'slipway', 'slipway_watch') OR n.nspname ~ '^pg_(toast|temp)'
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid::bigint IN (%s)
            """;

    /** Who is no superuser and reads no statistics sees neither when it began nor what it runs. */
    private static final String OLD = """
            SELECT 'server process ' || a.pid || ' of ' || coalesce(a.usename, '?')
              || coalesce(' (' || nullif(a.application_name, '') || ')', '')
              || coalesce(', transaction open for ' || extract(epoch FROM now() - a.xact_start)::bigint || ' s', '')
              || coalesce(', ' || a.state, '')
            FROM pg_catalog.pg_stat_activity a
            WHERE a.pid <> pg_backend_pid() AND a.datname = current_database()
              AND coalesce(now() - a.xact_start >= (? || ' milliseconds')::interval, true)
              AND EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.granted
                AND l.database <> 0 AND l.relation >= 16384)
            ORDER BY a.xact_start NULLS LAST, a.pid
            """;

    private PostgresLocks() {}

    /** Other sessions in this database whose transaction has held locks on tables for so long. */
    static List<String> old(JdbcSession session, Duration least) {
        return session.query(OLD, row -> row.getString(1), Long.toString(least.toMillis()));
    }

    /** @param another opens a second session, needed only to name what the transaction has dropped */
    static List<LockSeen> read(JdbcSession session, Supplier<JdbcSession> another) {
        Map<Long, String> strongest = new HashMap<>();
        session.query(
                        "SELECT relation::bigint, mode FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid()"
                                + " AND locktype = 'relation' AND granted AND database <> 0 AND relation >= 16384",
                        row -> Map.entry(row.getLong(1), row.getString(2)))
                .forEach(lock -> strongest.merge(
                        lock.getKey(), lock.getValue(), (a, b) -> MODES.indexOf(a) >= MODES.indexOf(b) ? a : b));
        if (strongest.isEmpty()) {
            return List.of();
        }
        Map<Long, Optional<String>> names = names(session, strongest.keySet());
        List<Long> dropped = strongest.keySet().stream()
                .filter(oid -> !names.containsKey(oid))
                .toList();
        if (!dropped.isEmpty()) {
            // Outside the transaction they are still there.
            try (JdbcSession outside = another.get()) {
                names.putAll(names(outside, dropped));
            }
        }
        Map<String, String> byName = new TreeMap<>();
        strongest.forEach((oid, mode) -> names.getOrDefault(oid, Optional.empty())
                .ifPresent(name -> byName.merge(name, mode, (a, b) -> MODES.indexOf(a) >= MODES.indexOf(b) ? a : b)));
        List<LockSeen> seen = new ArrayList<>();
        byName.forEach((name, mode) -> seen.add(new LockSeen(name, mode)));
        return List.copyOf(seen);
    }

    /** Names by oid; present but empty for what is not a user's. */
    private static Map<Long, Optional<String>> names(JdbcSession session, Iterable<Long> oids) {
        List<String> numbers = new ArrayList<>();
        oids.forEach(oid -> numbers.add(Long.toString(oid)));
        String sql = NAME.formatted(numbers.stream().collect(Collectors.joining(", ")));
        Map<Long, Optional<String>> names = new HashMap<>();
        session.query(
                        sql,
                        row -> Map.entry(
                                row.getLong(1),
                                row.getBoolean(3) ? Optional.<String>empty() : Optional.of(row.getString(2))))
                .forEach(e -> names.put(e.getKey(), e.getValue()));
        return names;
    }
}
