-- What can be altered of an object, apart from making it anew: one row of text columns for the one with the number
-- {oid}, and of a column the number {sub} in it.

-- make table
select c.relpersistence::text as persistence, c.relrowsecurity::text as secured, c.relforcerowsecurity::text as forced,
    case c.relreplident when 'f' then 'FULL' when 'n' then 'NOTHING' when 'd' then 'DEFAULT'
        else 'USING INDEX ' || (select quote_ident(i.relname) from pg_index x join pg_class i on i.oid = x.indexrelid
            where x.indrelid = c.oid and x.indisreplident) end as replica,
    (select string_agg(o, E'\n' order by o) from (
        select o from unnest(c.reloptions) o union all
        select 'toast.' || o from pg_class x, unnest(x.reloptions) o where x.oid = c.reltoastrelid) q) as options,
    case when c.relispartition then (select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid) end as parent,
    case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as bound,
    case when not c.relispartition then (select string_agg(i.inhparent::regclass::text, E'\n' order by i.inhseqno)
        from pg_inherits i where i.inhrelid = c.oid) end as inherits,
    case when c.reloftype <> 0 then format_type(c.reloftype, null) end as made_of
from pg_class c where c.oid = {oid}

-- make column
select c.oid::regclass::text as relation,
    case c.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' when 'f' then 'FOREIGN TABLE' else 'TABLE' end as relation_kind,
    quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type,
    case when a.attcollation <> t.typcollation then (
        select quote_ident(s.nspname) || '.' || quote_ident(o.collname) from pg_collation o
        join pg_namespace s on s.oid = o.collnamespace where o.oid = a.attcollation) end as collation,
    a.attnotnull::text as not_null, a.attidentity::text as identity, {numbering} as numbering,
    n.sequence, n.sequence_schema, n.sequence_name, n.sequence_options, a.attgenerated::text as generated,
    pg_get_expr(d.adbin, d.adrelid) as expression,
    case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end as storage,
    case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' else 'default' end as compression, -- since 14
    'default' as compression, -- before 14
    coalesce(a.attstattarget, -1)::text as statistics,
    array_to_string(a.attoptions, E'\n') as options, array_to_string(a.attfdwoptions, E'\n') as foreign_options,
    (a.attislocal and a.attinhcount > 0)::text as both, (not a.attislocal)::text as inherited,
    (select string_agg(i.inhparent::regclass::text, E'\n' order by i.inhseqno) from pg_inherits i where i.inhrelid = a.attrelid) as parents
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join lateral (
    select q.oid::regclass::text as sequence, quote_ident(z.nspname) as sequence_schema, quote_ident(q.relname) as sequence_name,
        concat_ws(' ', 'AS', format_type(s.seqtypid, null), 'INCREMENT', s.seqincrement, 'MINVALUE', s.seqmin, 'MAXVALUE',
            s.seqmax, 'START', s.seqstart, 'CACHE', s.seqcache, case when s.seqcycle then 'CYCLE' else 'NO CYCLE' end) as sequence_options
    from pg_depend o join pg_class q on q.oid = o.objid join pg_namespace z on z.oid = q.relnamespace
    join pg_sequence s on s.seqrelid = q.oid
    where o.classid = 'pg_class'::regclass and o.refclassid = 'pg_class'::regclass and o.refobjid = a.attrelid
      and o.refobjsubid = a.attnum and o.deptype in ('a', 'i')
    order by o.deptype desc, 1 limit 1) n on true
where a.attrelid = {oid} and a.attnum = {sub}

-- make sequence
select concat_ws(' ', 'AS', format_type(s.seqtypid, null), 'INCREMENT', s.seqincrement, 'MINVALUE', s.seqmin, 'MAXVALUE',
    s.seqmax, 'START', s.seqstart, 'CACHE', s.seqcache, case when s.seqcycle then 'CYCLE' else 'NO CYCLE' end) as options,
    s.seqmin::text as least, s.seqmax::text as most, quote_ident(c.relname) as name,
    coalesce((select d.refobjid::regclass || '.' || quote_ident(a.attname)
        from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = s.seqrelid and d.refclassid = 'pg_class'::regclass
          and d.deptype in ('a', 'i')), 'NONE') as owner,
    exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = s.seqrelid and d.deptype = 'i'
        and d.refclassid = 'pg_class'::regclass)::text as identity
from pg_sequence s join pg_class c on c.oid = s.seqrelid where s.seqrelid = {oid}

-- make type
select t.typtype::text as sort,
    (select string_agg(quote_literal(e.enumlabel), E'\n' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels,
    (select string_agg(quote_ident(a.attname) || E'\t' || format_type(a.atttypid, a.atttypmod), E'\n' order by a.attnum)
     from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) as attributes
from pg_type t where t.oid = {oid}

-- make domain
select format_type(t.typbasetype, t.typtypmod) as base, t.typnotnull::text as not_null,
    coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)) as expression
from pg_type t where t.oid = {oid}

-- make foreign table
select s.srvname::text as server, array_to_string(f.ftoptions, E'\n') as options
from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver where f.ftrelid = {oid}

-- make server
select quote_literal(s.srvversion) as version, s.srvtype::text as type, array_to_string(s.srvoptions, E'\n') as options
from pg_foreign_server s where s.oid = {oid}

-- make foreign data wrapper
select array_to_string(w.fdwoptions, E'\n') as options from pg_foreign_data_wrapper w where w.oid = {oid}

-- make materialized view
select c.relispopulated::text as populated, regexp_replace(pg_get_viewdef(c.oid), ';$', '') as query,
    array_to_string(c.reloptions, ',') as options
from pg_class c where c.oid = {oid}

-- make constraint
select pg_get_constraintdef(k.oid) as definition, k.contype::text as sort, k.condeferrable::text as deferrable,
    k.condeferred::text as deferred, k.convalidated::text as validated,
    c.oid::regclass::text as index, array_to_string(c.reloptions, E'\n') as options, (
        -- these triggers are told by what they call, since their names have numbers of this database
        select string_agg(format('DO $slipway$BEGIN EXECUTE (SELECT string_agg(format(''ALTER TABLE %%s %s TRIGGER %%I'','
            || ' g.tgrelid::regclass, g.tgname), ''; '') FROM pg_catalog.pg_trigger g'
            || ' JOIN pg_catalog.pg_constraint k ON k.oid = g.tgconstraint WHERE k.conrelid = %L::regclass'
            || ' AND k.conname = %L AND g.tgfoid IN (%s)); END$slipway$', s.state, k.conrelid::regclass, k.conname, s.calls),
            E'\n' order by s.state)
        from (select case g.tgenabled when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' else 'ENABLE ALWAYS' end as state,
                  string_agg(quote_literal(g.tgfoid::regproc) || '::regproc', ', ' order by g.tgfoid) as calls
              from pg_trigger g where g.tgconstraint = k.oid and g.tgenabled <> 'O' group by 1) s) as switched
from pg_constraint k left join pg_class c on c.oid = k.conindid and k.contype in ('p', 'u', 'x') where k.oid = {oid}
