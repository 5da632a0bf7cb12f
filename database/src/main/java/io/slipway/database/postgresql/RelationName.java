package io.slipway.database.postgresql;

/** How proofs and forecasts name what stands in {@code pg_class}: {@code table public.customer}. */
final class RelationName {
    /** Of the row {@code c} of {@code pg_class} and {@code n} of {@code pg_namespace}. */
    static final String SQL = """
            CASE c.relkind WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'v' THEN 'view'
              WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type'
              WHEN 'f' THEN 'foreign table' ELSE 'table' END
            || ' ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)""";

    /** Whether it is neither the server's nor ours. */
    static final String USERS = """
            NOT (n.nspname IN ('pg_catalog', 'information_schema', 'slipway', 'slipway_watch')
              OR n.nspname ~ '^pg_(toast|temp)')""";

    private RelationName() {}
}
