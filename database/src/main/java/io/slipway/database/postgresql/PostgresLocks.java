package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import java.time.Duration;
import java.util.List;

/** Knows whose locks have been in the way for long. */
final class PostgresLocks {
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
}
