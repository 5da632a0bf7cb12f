-- Privileges that objects made later will have. Whoever deploys owns the database or, where it may not, our schema: the
-- roles differ from environment to environment.
select d.oid as unit, 'pg_default_acl'::regclass::oid as part_class, d.oid as part, 0 as sub,
       'default privileges' as kind,
       case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
                            when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects' end as n1,
       null::text as n2, null::text as n3,
       coalesce(' in schema ' || quote_ident(n.nspname), '') || ' by '
           || case when d.defaclrole = b.datdba
                     or exists (select from pg_namespace s where s.nspname = 'slipway' and s.nspowner = d.defaclrole)
                   then '<owner>' else quote_ident(r.rolname) end as suffix,
       true as listed, null::text as facts, null::text as code,
       d.defaclacl as acl, d.defaclrole as owner,
       -- those of a schema come on top of the global ones, so nothing is their default
       case when n.oid is not null or d.defaclobjtype = 'L' then null
            else case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end end::"char" as acl_kind,
       null::oid[] as near
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
join pg_roles r on r.oid = d.defaclrole
join pg_database b on b.datname = current_database()
