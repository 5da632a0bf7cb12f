package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.PostgresSteps.quoted;

import io.slipway.database.JdbcSession;
import io.slipway.database.provision.HistoryParts;
import io.slipway.database.provision.HistoryParts.Made;
import io.slipway.database.provision.HistoryParts.Part;
import io.slipway.database.provision.Rights.Right;
import io.slipway.release.history.TargetHistory;
import io.slipway.rollout.provision.Look;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the schema {@code slipway} consists of, and who may what there. */
final class PostgresHistoryParts {
    private static final int BEFORE_UPDATE_DELETE_TRUNCATE = 2 + 8 + 16 + 32;

    private PostgresHistoryParts() {}

    /** Looks at a history whose tables are all there. */
    static Look look(JdbcSession session, DatabaseWish wish) {
        return HistoryParts.compare(
                wished(),
                found(session, wish.existing() ? "" : wish.deploy()),
                new PostgresHistory().create(),
                wish.existing() ? List.of() : others(session));
    }

    private static List<Part> wished() {
        List<Part> parts = new ArrayList<>();
        columns(
                parts,
                "history",
                "id bigint not null identity a",
                "project text not null",
                "event text not null",
                "deployment text not null",
                "change_id text",
                "path text",
                "kind text",
                "digest text",
                "version text not null",
                "artifact text not null",
                "statements integer not null",
                "row_count bigint not null",
                "millis bigint not null",
                "happened_at timestamp with time zone not null",
                "deployed_by text not null",
                "note json not null");
        columns(
                parts,
                "journal",
                "project text not null",
                "deployment text not null",
                "change_key text not null",
                "direction text not null",
                "statement integer not null",
                "sql_digest text not null",
                "state text not null",
                "note text");
        columns(
                parts,
                "lock",
                "project text not null",
                "fence bigint not null",
                "holder text not null",
                "since timestamp with time zone not null");
        columns(parts, "format", "id integer not null", "version integer not null");
        parts.add(new Part("constraint history_pkey on history", "PRIMARY KEY (project, id)"));
        parts.add(new Part(
                "constraint journal_pkey on journal", "PRIMARY KEY (project, change_key, direction, statement)"));
        parts.add(new Part("constraint lock_pkey on lock", "PRIMARY KEY (project)"));
        parts.add(new Part("constraint format_pkey on format", "PRIMARY KEY (id)"));
        parts.add(new Part("constraint format_id_check on format", "CHECK ((id = 1))"));
        parts.add(new Part(
                "trigger keep_history on history",
                BEFORE_UPDATE_DELETE_TRUNCATE + " slipway.keep_history O",
                Made.ANEW));
        parts.add(new Part("function keep_history()", PostgresHistory.KEEP_HISTORY, Made.ANEW));
        parts.add(new Part("sequence of history.id", "bigint from 1 by 1"));
        parts.add(new Part("row of format", String.valueOf(TargetHistory.FORMAT_VERSION), Made.WHEN_MISSING));
        return parts;
    }

    private static void columns(List<Part> parts, String table, String... columns) {
        parts.add(new Part("table " + table, ""));
        for (String column : columns) {
            int space = column.indexOf(' ');
            parts.add(new Part("column " + table + "." + column.substring(0, space), column.substring(space + 1)));
        }
    }

    /** @param owner who is to own it all; empty when that does not matter */
    private static List<Part> found(JdbcSession session, String owner) {
        return session.query(
                """
                WITH relation AS (
                  SELECT c.oid, c.relname AS name, c.relkind AS kind, c.relowner AS owner, c.relrowsecurity AS secured,
                    c.relpersistence AS kept
                  FROM pg_catalog.pg_class c WHERE c.relnamespace = 'slipway'::regnamespace)
                SELECT CASE kind WHEN 'r' THEN 'table ' WHEN 'v' THEN 'view ' WHEN 'S' THEN 'sequence '
                    ELSE 'relation ' END || name,
                  concat_ws(' ', CASE WHEN pg_get_userbyid(owner) <> ? THEN 'owned by ' || pg_get_userbyid(owner) END,
                    CASE WHEN kept = 'u' THEN 'unlogged' END)
                FROM relation WHERE kind IN ('r', 'p', 'v', 'm', 'f', 'c') OR kind = 'S' AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_depend d WHERE d.objid = relation.oid AND d.deptype = 'i')
                UNION ALL
                SELECT 'column ' || name || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
                  || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                  || CASE a.attidentity WHEN '' THEN '' ELSE ' identity ' || a.attidentity::text END
                  || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
                FROM relation JOIN pg_catalog.pg_attribute a ON a.attrelid = relation.oid
                LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE kind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT 'constraint ' || k.conname || ' on ' || name, pg_get_constraintdef(k.oid)
                FROM relation JOIN pg_catalog.pg_constraint k ON k.conrelid = relation.oid AND k.contype <> 'n'
                UNION ALL
                SELECT 'index ' || x.relname || ' on ' || name, pg_get_indexdef(x.oid)
                FROM relation JOIN pg_catalog.pg_index i ON i.indrelid = relation.oid
                JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid)
                UNION ALL
                SELECT 'trigger ' || t.tgname || ' on ' || name,
                  t.tgtype || ' ' || f.pronamespace::regnamespace || '.' || f.proname || ' ' || t.tgenabled::text
                  || coalesce(' when ' || pg_get_expr(t.tgqual, t.tgrelid), '')
                FROM relation JOIN pg_catalog.pg_trigger t ON t.tgrelid = relation.oid AND NOT t.tgisinternal
                JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid
                UNION ALL
                SELECT 'rule ' || w.rulename || ' on ' || name, ''
                FROM relation JOIN pg_catalog.pg_rewrite w ON w.ev_class = relation.oid WHERE kind = 'r'
                UNION ALL
                SELECT 'row security on ' || name, '' FROM relation WHERE secured
                UNION ALL
                SELECT 'child table ' || i.inhrelid::regclass || ' of ' || name, ''
                FROM relation JOIN pg_catalog.pg_inherits i ON i.inhparent = relation.oid
                UNION ALL
                SELECT 'sequence of ' || name || '.' || a.attname, format_type(q.seqtypid, NULL) || ' from ' || q.seqstart
                  || ' by ' || q.seqincrement || CASE WHEN q.seqcycle THEN ' around' ELSE '' END
                FROM relation JOIN pg_catalog.pg_depend d ON d.refobjid = relation.oid AND d.deptype = 'i'
                  AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_class'::regclass
                JOIN pg_catalog.pg_sequence q ON q.seqrelid = d.objid
                JOIN pg_catalog.pg_attribute a ON a.attrelid = relation.oid AND a.attnum = d.refobjsubid
                UNION ALL
                SELECT pg_describe_object(d.classid, d.objid, 0), '' FROM pg_catalog.pg_depend d
                WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'slipway'::regnamespace AND d.deptype = 'n'
                  AND d.classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_default_acl'::regclass)
                UNION ALL
                SELECT 'function ' || proname || '(' || pg_get_function_identity_arguments(oid) || ')',
                  prosrc || CASE WHEN prosecdef THEN 'security definer' ELSE '' END || coalesce(proconfig::text, '')
                FROM pg_catalog.pg_proc WHERE pronamespace = 'slipway'::regnamespace
                UNION ALL
                SELECT 'row of format', version::text FROM slipway.format WHERE id = 1
                """, row -> new Part(row.getString(1), row.getString(2)), owner.isEmpty() ? Optional.empty() : owner);
    }

    /** Rights beyond those that the owner has and those that everybody has by birth. */
    private static List<Right> others(JdbcSession session) {
        return session.query("""
                WITH thing AS (
                  SELECT 'SCHEMA' AS kind, 'slipway' AS name, '' AS part, nspacl AS acl, 'n' AS sort, nspowner AS owner
                  FROM pg_catalog.pg_namespace WHERE nspname = 'slipway'
                  UNION ALL
                  SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, 'slipway.' || quote_ident(relname), '',
                    relacl, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END, relowner
                  FROM pg_catalog.pg_class WHERE relnamespace = 'slipway'::regnamespace
                  UNION ALL
                  SELECT 'TABLE', 'slipway.' || quote_ident(c.relname), ' (' || quote_ident(a.attname) || ')', a.attacl, 'c',
                    c.relowner
                  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                  WHERE c.relnamespace = 'slipway'::regnamespace AND a.attacl IS NOT NULL
                  UNION ALL
                  SELECT 'FUNCTION', 'slipway.' || quote_ident(proname) || '('
                    || pg_get_function_identity_arguments(oid) || ')', '', proacl, 'f', proowner
                  FROM pg_catalog.pg_proc WHERE pronamespace = 'slipway'::regnamespace)
                SELECT x.privilege_type || part, kind, name,
                  CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END
                FROM thing, aclexplode(acl) x
                WHERE x.grantee <> owner AND NOT EXISTS (
                  SELECT FROM aclexplode(acldefault(sort::"char", owner)) y
                  WHERE y.grantee = x.grantee AND y.privilege_type = x.privilege_type)
                ORDER BY 2, 3, 4, 1
                """, row -> {
            String privilege = row.getString(1);
            String object = row.getString(2) + " " + row.getString(3);
            String grantee = row.getString(4);
            String to = grantee.equals("PUBLIC") ? grantee : quoted(grantee);
            return new Right(
                    privilege + " on " + row.getString(2).toLowerCase(Locale.ROOT) + " " + row.getString(3) + " for "
                            + grantee,
                    "GRANT " + privilege + " ON " + object + " TO " + to,
                    "REVOKE " + privilege + " ON " + object + " FROM " + to + " CASCADE");
        });
    }
}
