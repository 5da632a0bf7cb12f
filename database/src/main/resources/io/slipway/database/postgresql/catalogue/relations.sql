-- Tables, views, materialised views and foreign tables.
select c.oid as unit, 'pg_class'::regclass::oid as part_class, c.oid as part, 0 as sub,
       case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                      else 'table' end as kind,
       n.nspname::text as n1, c.relname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n',
           case c.relpersistence when 'u' then 'unlogged' end,
           case when c.relkind in ('r', 'm') and a.amname <> 'heap' then 'access method ' || a.amname end,
           'options ' || (select string_agg(o, ', ' order by o) from unnest(c.reloptions) o where o !~ '^pg_'),
           case when c.reltoastrelid <> 0 then (
               select 'toast options ' || (select string_agg(o, ', ' order by o) from unnest(t.reloptions) o)
               from pg_class t where t.oid = c.reltoastrelid) end,
           case when c.relrowsecurity then 'row level security' end,
           case when c.relforcerowsecurity then 'row level security forced on its owner' end,
           case c.relreplident
               when 'f' then case when c.relkind in ('r', 'p') then 'replica identity full' end
               when 'n' then case when c.relkind in ('r', 'p') then 'replica identity nothing' end
               when 'i' then 'replica identity index ' || (
                   select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
                   where x.indrelid = c.oid and x.indisreplident) end,
           case when c.relkind = 'm' and not c.relispopulated then 'not populated' end,
           case when c.relkind = 'f' then (
               select concat_ws(E'\n', 'server ' || s.srvname,
                   'foreign options ' || (select string_agg(o, ', ' order by o) from unnest(t.ftoptions) o
                                          where o !~* '^(password|sslpassword|passwd|passcode)='))
               from pg_foreign_table t join pg_foreign_server s on s.oid = t.ftserver where t.ftrelid = c.oid) end
       ) as facts,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) else concat_ws(E'\n',
           case when c.relkind = 'p' then 'partition by ' || pg_get_partkeydef(c.oid) end,
           case when c.relispartition then 'partition ' || pg_get_expr(c.relpartbound, c.oid) end,
           case when p.parents is not null then 'inherits ' || p.names end,
           case when c.reloftype <> 0 then 'of ' || format_type(c.reloftype, null) end) end as code,
       c.relacl as acl, c.relowner as owner, 'r'::"char" as acl_kind, p.parents as near
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_am a on a.oid = c.relam
left join (
    select i.inhrelid, array_agg(i.inhparent) as parents,
           string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) as names
    from pg_inherits i group by i.inhrelid) p on p.inhrelid = c.oid
where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't'
  and {user n} and {members pg_class c.oid} and {units c.oid}
