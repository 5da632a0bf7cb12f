-- Schemas.
select n.oid as unit, 'pg_namespace'::regclass::oid as part_class, n.oid as part, 0 as sub,
       'schema' as kind, n.nspname::text as n1, null::text as n2, null::text as n3, ''::text as suffix,
       true as listed, null::text as facts, null::text as code,
       n.nspacl as acl, n.nspowner as owner, 'n'::"char" as acl_kind, null::oid[] as near
from pg_namespace n
where {user n} and {members pg_namespace n.oid}
