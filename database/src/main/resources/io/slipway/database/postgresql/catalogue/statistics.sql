-- Extended statistics objects; never what they have gathered.
select c.oid as unit, 'pg_statistic_ext'::regclass::oid as part_class, s.oid as part, 0 as sub,
       'statistics' as kind, n.nspname::text as n1, s.stxname::text as n2, null::text as n3, ''::text as suffix,
       true as listed,
       case when s.stxstattarget >= 0 then 'statistics ' || s.stxstattarget end as facts, -- since 13
       null::text as facts,                                                               -- before 13
       pg_get_statisticsobjdef(s.oid) as code,
       null::aclitem[] as acl, s.stxowner as owner, null::"char" as acl_kind, null::oid[] as near
from pg_statistic_ext s
join pg_class c on c.oid = s.stxrelid
join pg_namespace n on n.oid = s.stxnamespace
where {user n} and {members pg_class c.oid} and {units s.stxrelid}
