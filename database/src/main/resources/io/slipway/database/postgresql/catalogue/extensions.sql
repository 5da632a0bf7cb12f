-- Extensions, without their version: that is the server's; what belongs to one is not told.
select x.oid as unit, 'pg_extension'::regclass::oid as part_class, x.oid as part, 0 as sub, 'extension' as kind,
       x.extname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       'schema ' || n.nspname as facts,
       null::text as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_extension x join pg_namespace n on n.oid = x.extnamespace
