-- Indexes that no constraint stands on.
select t.oid as unit, 'pg_class'::regclass::oid as part_class, c.oid as part, 0 as sub,
       'index' as kind, n.nspname::text as n1, c.relname::text as n2, null::text as n3, ''::text as suffix,
       true as listed,
       concat_ws(E'\n',
           case when not x.indisvalid then 'invalid' end,
           (select 'statistics ' || string_agg(a.attnum || ' ' || a.attstattarget, ', ' order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attstattarget >= 0),
           case when c.relispartition then 'attached to ' || (
               select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid) end) as facts,
       pg_get_indexdef(c.oid) as code,
       null::aclitem[] as acl, c.relowner as owner, null::"char" as acl_kind, null::oid[] as near
from pg_index x
join pg_class c on c.oid = x.indexrelid
join pg_class t on t.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace
where t.relkind in ('r', 'p', 'm', 'f') and t.relpersistence <> 't'
  and not exists (select from pg_constraint k where k.conrelid = x.indrelid and k.conindid = x.indexrelid
                  and k.contype in ('p', 'u', 'x'))
  and {user n} and {members pg_class t.oid} and {units x.indrelid}
