-- Row level security policies.
select c.oid as unit, 'pg_policy'::regclass::oid as part_class, p.oid as part, 0 as sub,
       'policy' as kind, n.nspname::text as n1, c.relname::text as n2, p.polname::text as n3, ''::text as suffix,
       true as listed,
       concat_ws(E'\n', case when p.polpermissive then 'permissive' else 'restrictive' end,
           case p.polcmd when 'r' then 'for select' when 'a' then 'for insert' when 'w' then 'for update'
                         when 'd' then 'for delete' else 'for all' end,
           'to ' || (select string_agg(coalesce(r.rolname, 'PUBLIC'), ', ' order by coalesce(r.rolname, 'PUBLIC'))
                     from unnest(p.polroles) m left join pg_roles r on r.oid = m)) as facts,
       concat_ws(E'\n', 'using ' || pg_get_expr(p.polqual, p.polrelid),
           'with check ' || pg_get_expr(p.polwithcheck, p.polrelid)) as code,
       null::aclitem[] as acl, c.relowner as owner, null::"char" as acl_kind, null::oid[] as near
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
where {user n} and {members pg_class c.oid} and {units c.oid}
