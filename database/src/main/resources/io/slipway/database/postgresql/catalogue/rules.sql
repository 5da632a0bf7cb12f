-- Rewrite rules other than the one that makes a view a view.
select c.oid as unit, 'pg_rewrite'::regclass::oid as part_class, w.oid as part, 0 as sub,
       'rule' as kind, n.nspname::text as n1, c.relname::text as n2, w.rulename::text as n3, ''::text as suffix,
       w.rulename <> '_RETURN' as listed,
       case w.ev_enabled when 'D' then 'disabled' when 'R' then 'enabled on a replica'
                         when 'A' then 'enabled always' end as facts,
       case when w.rulename <> '_RETURN' then pg_get_ruledef(w.oid) end as code,
       null::aclitem[] as acl, c.relowner as owner, null::"char" as acl_kind, null::oid[] as near
from pg_rewrite w
join pg_class c on c.oid = w.ev_class
join pg_namespace n on n.oid = c.relnamespace
where c.relpersistence <> 't' and {user n} and {members pg_class c.oid} and {units c.oid}
