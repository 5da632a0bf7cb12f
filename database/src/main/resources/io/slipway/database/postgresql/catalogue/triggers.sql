-- Triggers, apart from those that PostgreSQL makes: for foreign keys, and on partitions for one of their parent.
select c.oid as unit, 'pg_trigger'::regclass::oid as part_class, g.oid as part, 0 as sub,
       'trigger' as kind, n.nspname::text as n1, c.relname::text as n2, g.tgname::text as n3, ''::text as suffix,
       true as listed,
       case g.tgenabled when 'D' then 'disabled' when 'R' then 'enabled on a replica'
                        when 'A' then 'enabled always' end as facts,
       pg_get_triggerdef(g.oid) as code,
       null::aclitem[] as acl, c.relowner as owner, null::"char" as acl_kind, null::oid[] as near
from pg_trigger g
join pg_class c on c.oid = g.tgrelid
join pg_namespace n on n.oid = c.relnamespace
where not g.tgisinternal and c.relpersistence <> 't'
  and g.tgparentid = 0 -- since 13
  and {user n} and {members pg_class c.oid} and {units c.oid}
