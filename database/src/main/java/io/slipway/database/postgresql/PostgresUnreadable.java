package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.target.Target.Unreadable;
import java.util.List;

/**
 * What {@code pg_dump} would be refused at. It locks each table and reads each sequence and large object of all schemas,
 * and stops where row security would hide rows from it; what belongs to an extension it leaves out.
 */
final class PostgresUnreadable {
    private static final String QUERY = """
            SELECT what, help FROM (
              SELECT 1 AS place, pg_catalog.format('schema %I', n.nspname) AS what,
                  pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, session_user) AS help
                FROM pg_catalog.pg_namespace n
               WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                 AND NOT pg_catalog.has_schema_privilege(session_user, n.oid, 'USAGE')
                 AND EXISTS (SELECT FROM pg_catalog.pg_class c
                              WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'S'))
              UNION ALL
              SELECT 2, pg_catalog.format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END,
                    n.nspname, c.relname),
                  pg_catalog.format('GRANT SELECT ON %s %I.%I TO %I',
                    CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname, session_user)
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p', 'S')
                 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                 AND NOT CASE c.relkind WHEN 'S' THEN pg_catalog.has_sequence_privilege(session_user, c.oid, 'SELECT')
                       ELSE pg_catalog.has_table_privilege(session_user, c.oid, 'SELECT') END
                 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
                                    AND d.objid = c.oid AND d.deptype = 'e')
              UNION ALL
              SELECT 3, pg_catalog.format('table %I.%I, whose row security hides rows', n.nspname, c.relname),
                  pg_catalog.format('ALTER ROLE %I BYPASSRLS', session_user)
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND pg_catalog.row_security_active(c.oid)
              UNION ALL
              SELECT 4, pg_catalog.format('large object %s', l.oid),
                  pg_catalog.format('GRANT SELECT ON LARGE OBJECT %s TO %I', l.oid, session_user)
                FROM pg_catalog.pg_largeobject_metadata l
               WHERE NOT pg_catalog.pg_has_role(session_user, l.lomowner, 'USAGE')
                 AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(l.lomacl) a
                                  WHERE a.privilege_type = 'SELECT'
                                    AND (a.grantee = 0 OR pg_catalog.pg_has_role(session_user, a.grantee, 'USAGE')))
            ) found ORDER BY place, what
            """;

    private PostgresUnreadable() {}

    static List<Unreadable> read(JdbcSession session) {
        return session.query(QUERY, row -> new Unreadable(row.getString(1), row.getString(2)));
    }
}
