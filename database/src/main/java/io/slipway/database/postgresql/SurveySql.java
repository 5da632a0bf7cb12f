package io.slipway.database.postgresql;

/** The longer queries of {@link PostgresSurvey}. */
final class SurveySql {
    static final int PAGE = 8192;

    /** Of a partitioned table, what its partitions have together; of an index, its own size and its table's rows. */
    static final String FACTS = """
            WITH wanted AS (
                SELECT w AS object, pg_catalog.to_regclass(pg_catalog.regexp_replace(w,
                    '^(table|index|view|materialized view|foreign table|sequence) ', ''))::oid AS oid
                FROM pg_catalog.unnest(pg_catalog.string_to_array(?, pg_catalog.chr(1))) w),
              parts AS (
                SELECT w.object, coalesce(i.indrelid, l.relid::oid, w.oid) AS part, i.indexrelid AS index
                FROM wanted w LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = w.oid
                  LEFT JOIN LATERAL (SELECT t.relid FROM pg_catalog.pg_partition_tree(w.oid::regclass) t WHERE t.isleaf) l
                    ON i.indexrelid IS NULL
                WHERE w.oid IS NOT NULL),
              locks AS MATERIALIZED (
                SELECT l.relation, pg_catalog.count(DISTINCT l.pid) FILTER (WHERE l.granted) AS holding,
                  pg_catalog.count(DISTINCT l.pid) FILTER (WHERE NOT l.granted) AS waiting,
                  pg_catalog.max(extract(epoch FROM now() - a.xact_start) ) FILTER (WHERE l.granted) AS longest
                FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'relation' AND l.pid <> pg_catalog.pg_backend_pid()
                  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
                GROUP BY l.relation)
            SELECT p.object,
              pg_catalog.sum(CASE WHEN c.reltuples > 0 AND c.relpages > 0
                THEN c.reltuples / c.relpages * (/*heap*/pg_catalog.pg_relation_size(c.oid)/**/ / 8192)
                WHEN pg_catalog.pg_stat_get_live_tuples(c.oid) > 0 THEN pg_catalog.pg_stat_get_live_tuples(c.oid)
                -- never analysed and nothing counted, as after a copy of the database: as the planner guesses
                ELSE /*heap*/pg_catalog.pg_relation_size(c.oid)/**/
                  / (28 + (SELECT coalesce(pg_catalog.sum(CASE WHEN a.attlen > 0 THEN a.attlen ELSE 32 END), 0)
                    FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
                END)::bigint,
              pg_catalog.sum(CASE WHEN p.index IS NULL THEN /*heap*/pg_catalog.pg_table_size(c.oid)/**/
                ELSE /*heap*/pg_catalog.pg_relation_size(p.index)/**/ END)::bigint,
              pg_catalog.sum(/*heap*/pg_catalog.pg_indexes_size(c.oid)/**/)::bigint,
              pg_catalog.max((SELECT pg_catalog.count(*) FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid)),
              pg_catalog.sum(pg_catalog.pg_stat_get_numscans(c.oid))::bigint,
              pg_catalog.sum((SELECT coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_numscans(x.indexrelid)), 0)
                FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid))::bigint,
              pg_catalog.sum(pg_catalog.pg_stat_get_tuples_inserted(c.oid)
                + pg_catalog.pg_stat_get_tuples_updated(c.oid) + pg_catalog.pg_stat_get_tuples_deleted(c.oid))::bigint,
              (SELECT extract(epoch FROM s.stats_reset)::bigint FROM pg_catalog.pg_stat_database s
                WHERE s.datname = current_database()),
              coalesce(pg_catalog.sum(l.holding), 0), coalesce(pg_catalog.sum(l.waiting), 0),
              pg_catalog.max(l.longest)::bigint
            FROM parts p JOIN pg_catalog.pg_class c ON c.oid = p.part LEFT JOIN locks l ON l.relation = c.oid
            GROUP BY p.object
            """;

    /** Of a table that the server can read a stretch of by its pages, how many it has. */
    static final String PAGES = """
            SELECT pg_catalog.pg_relation_size(c.oid) / 8192 FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_am m ON m.oid = c.relam AND m.amname = 'heap'
            WHERE c.oid = pg_catalog.to_regclass(?) AND c.relkind IN ('r', 'm')
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid)
              AND pg_catalog.current_setting('server_version_num')::int >= 140000
            """;

    /** Whether functions of these names do nothing but look, whatever they are called with. */
    static final String HARMLESS = """
            SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.provolatile = 'v'
              AND p.proname = ANY (pg_catalog.string_to_array(?, pg_catalog.chr(1))))
            """;

    /** Indexes with their tables. */
    static final String INDEXED = """
            SELECT w, %s FROM pg_catalog.unnest(pg_catalog.string_to_array(?, pg_catalog.chr(1))) w
              JOIN pg_catalog.pg_index i
                ON i.indexrelid = pg_catalog.to_regclass(pg_catalog.regexp_replace(w, '^index ', ''))
              JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            """.formatted(RelationName.SQL);

    /**
     * What loses its rows when tables are truncated. A partition has the foreign keys of its table as its own, so that they
     * are found like others.
     */
    static final String EMPTIED = """
            WITH RECURSIVE gone AS (
                SELECT c.oid FROM pg_catalog.unnest(pg_catalog.string_to_array(?, pg_catalog.chr(1))) w
                  JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(w)
              UNION
                SELECT more.oid FROM gone, LATERAL (
                    SELECT i.inhrelid AS oid FROM pg_catalog.pg_inherits i WHERE i.inhparent = gone.oid
                  UNION ALL
                    SELECT k.conrelid FROM pg_catalog.pg_constraint k
                    WHERE k.contype = 'f' AND k.confrelid = gone.oid AND ?) more)
            SELECT %s, EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN gone g ON g.oid = i.inhparent
              WHERE i.inhrelid = c.oid)
            FROM gone JOIN pg_catalog.pg_class c ON c.oid = gone.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            ORDER BY 1
            """.formatted(RelationName.SQL);

    /**
     * What goes with the rows of a table: a row for each table whose rows do, with what tells those that refer to others,
     * and one for each column whose values do. A partition goes by the table that it is part of.
     */
    static final String FOLLOWED = """
            WITH RECURSIVE asked AS (SELECT pg_catalog.to_regclass(?)::oid AS oid),
              gone AS (
                SELECT oid, 0::oid AS key, 'c'::text AS action, true AS certain, true AS entire FROM asked
              UNION
                SELECT more.oid, more.key, more.action, CASE WHEN more.key = 0 THEN gone.certain ELSE gone.entire END,
                  gone.entire AND more.entire
                FROM gone, LATERAL (
                    SELECT i.inhrelid AS oid, 0::oid AS key, 'c'::text AS action, true AS entire
                    FROM pg_catalog.pg_inherits i WHERE i.inhparent = gone.oid
                  UNION ALL
                    SELECT k.conrelid, k.oid, k.confdeltype::text, NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                      WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull)
                    FROM pg_catalog.pg_constraint k
                    WHERE k.contype = 'f' AND k.confrelid = gone.oid AND k.confdeltype IN ('c', 'n', 'd')) more
                WHERE gone.action = 'c'),
              keys AS (
                SELECT g.oid, g.certain, k.confdeltype, k.conkey,
                  -- of SET NULL and SET DEFAULT, from version 15 on it may be only some of them
                  CASE WHEN pg_catalog.to_jsonb(k) ->> 'confdelsetcols' IS NULL THEN k.conkey
                    ELSE ARRAY(SELECT pg_catalog.jsonb_array_elements_text(
                      pg_catalog.to_jsonb(k) -> 'confdelsetcols')::smallint) END AS replaced
                -- one way to it that takes all is enough
                FROM (SELECT oid, key, action, pg_catalog.bool_or(certain) AS certain FROM gone GROUP BY 1, 2, 3) g
                  JOIN pg_catalog.pg_constraint k ON k.oid = g.key
                WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i
                  JOIN gone p ON p.oid = i.inhparent AND p.key <> 0 AND p.action = g.action WHERE i.inhrelid = g.oid)),
              told AS (
                SELECT keys.oid, NULL::name AS replaced, pg_catalog.bool_and(keys.certain) AS certain,
                  pg_catalog.string_agg(DISTINCT (SELECT '(' || pg_catalog.string_agg(
                      pg_catalog.quote_ident(a.attname) || ' IS NOT NULL', ' AND ' ORDER BY a.attnum) || ')'
                    FROM pg_catalog.pg_attribute a WHERE a.attrelid = keys.oid AND a.attnum = ANY (keys.conkey)),
                    ' OR ') AS refers
                FROM keys WHERE keys.confdeltype = 'c' GROUP BY keys.oid
              UNION ALL
                SELECT keys.oid, a.attname, pg_catalog.bool_and(keys.certain), NULL
                FROM keys JOIN pg_catalog.pg_attribute a ON a.attrelid = keys.oid AND a.attnum = ANY (keys.replaced)
                WHERE keys.confdeltype <> 'c' GROUP BY keys.oid, a.attname)
            SELECT %s, pg_catalog.quote_ident(told.replaced), told.refers, told.certain, c.oid = asked.oid
            FROM told JOIN pg_catalog.pg_class c ON c.oid = told.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, asked
            ORDER BY 1, 2 NULLS FIRST
            """.formatted(RelationName.SQL);

    /** How many foreign keys, and how many other triggers, fire for each row at an event, given as its bit. */
    static final String FIRED = """
            SELECT pg_catalog.count(*) FILTER (WHERE k.contype = 'f'),
              pg_catalog.count(*) FILTER (WHERE k.contype IS DISTINCT FROM 'f')
            FROM pg_catalog.pg_trigger t LEFT JOIN pg_catalog.pg_constraint k ON k.oid = t.tgconstraint
            WHERE t.tgrelid = pg_catalog.to_regclass(?) AND t.tgtype & 1 = 1 AND t.tgtype & ?::int <> 0
              AND t.tgenabled <> 'D'
            """;

    /** Whether a column is such a timestamp, and the session's time zone was ever another than UTC. */
    static final String RETIMED = """
            SELECT a.atttypid = (CASE WHEN ?::boolean THEN 'timestamp' ELSE 'timestamptz' END)::regtype
              AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['1800-01-01', '1945-07-01', '1970-01-01', '2024-01-01',
                '2024-07-01']::timestamptz[]) d WHERE extract(timezone FROM d) <> 0)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attname = ?
            """;

    /** Whether a column has no default of its own or of its type, or need not be asked for one. */
    static final String NULLED = """
            SELECT NOT (?::boolean AND (a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL))
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attname = (pg_catalog.parse_ident(?))[1]
              AND NOT a.attisdropped
            """;

    /** Views, foreign keys and functions of the target that need a table, view or column of it. */
    static final String DEPENDENTS = """
            WITH it AS (
                SELECT c.oid, c.relname, a.attnum, a.attname
                FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_attribute a
                  ON a.attrelid = c.oid AND pg_catalog.quote_ident(a.attname) = nullif(?2, '')
                WHERE c.oid = pg_catalog.to_regclass(?1) AND (?2 = '' OR a.attnum IS NOT NULL))
            SELECT DISTINCT %1$s FROM it
              JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = it.oid
                AND (it.attnum IS NULL OR d.refobjsubid = it.attnum) AND d.classid = 'pg_catalog.pg_rewrite'::regclass
              JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
              JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.oid <> it.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            UNION
            SELECT 'constraint ' || k.conrelid::regclass || '.' || pg_catalog.quote_ident(k.conname) FROM it
              JOIN pg_catalog.pg_constraint k ON k.contype = 'f' AND k.confrelid = it.oid AND k.conrelid <> it.oid
                AND k.conparentid = 0 AND (it.attnum IS NULL OR it.attnum = ANY (k.confkey))
            UNION
            SELECT 'function ' || p.oid::regprocedure FROM it
              JOIN pg_catalog.pg_proc p ON p.prosrc ~ ('\\m' || pg_catalog.regexp_replace(it.relname, '\\W', '.', 'g') || '\\M')
                AND (it.attnum IS NULL
                  OR p.prosrc ~ ('\\m' || pg_catalog.regexp_replace(it.attname, '\\W', '.', 'g') || '\\M'))
              JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
              JOIN pg_catalog.pg_language g ON g.oid = p.prolang AND g.lanname NOT IN ('internal', 'c')
            WHERE %2$s
            ORDER BY 1
            """.formatted(RelationName.SQL, RelationName.USERS)
            .replace("?1", "(SELECT wanted FROM input)")
            .replace("?2", "(SELECT col FROM input)")
            .replaceFirst("WITH it AS", "WITH input AS (SELECT ?::text AS wanted, ?::text AS col), it AS");

    private SurveySql() {}

    /** The same by what the catalogue remembers of sizes, which needs no lock on the tables. */
    static String withoutSizes(String facts) {
        return facts.replaceAll("/\\*heap\\*/.*?/\\*\\*/", "(c.relpages::bigint * " + PAGE + ")");
    }
}
