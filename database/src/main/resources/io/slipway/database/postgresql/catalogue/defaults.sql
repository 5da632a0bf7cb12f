-- Nothing to show: says which relation a default belongs to, for when it is dropped together with something else.
select d.adrelid as unit, 'pg_attrdef'::regclass::oid as part_class, d.oid as part, 0 as sub,
       'default' as kind, n.nspname::text as n1, c.relname::text as n2, null::text as n3, ''::text as suffix,
       false as listed, null::text as facts, null::text as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_attrdef d
join pg_class c on c.oid = d.adrelid
join pg_namespace n on n.oid = c.relnamespace
where {user n} and {units d.adrelid}
