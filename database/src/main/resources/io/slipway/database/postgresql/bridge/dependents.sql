-- What stands on an object directly, so that it cannot go or change its type without: as class, number and part.
select distinct case when r.oid is not null then 'pg_class'::regclass::oid else d.classid end as class,
    coalesce(r.ev_class, d.objid) as oid, case when r.oid is not null then 0 else d.objsubid end as sub
from pg_depend d
left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid and r.rulename = '_RETURN'
where (d.deptype = 'n' or d.deptype = 'a' and d.classid in ('pg_trigger'::regclass, 'pg_policy'::regclass)) and (
      d.refclassid = {class} and d.refobjid = {oid} and ({sub} = 0 or d.refobjsubid = {sub})
   or d.refclassid = 'pg_type'::regclass and d.refobjid in (
        select t.oid from pg_type t where {class} = 'pg_class'::regclass and {sub} = 0 and t.typrelid = {oid}
        union all select t.typarray from pg_type t where {class} = 'pg_type'::regclass and t.oid = {oid}
        union all select t.typrelid from pg_type t where {class} = 'pg_type'::regclass and t.oid = {oid})
   or d.refclassid = 'pg_class'::regclass and {class} = 'pg_constraint'::regclass
        and d.refobjid = (select k.conindid from pg_constraint k where k.oid = {oid} and k.contype in ('p', 'u', 'x')))
  and not (d.classid = {class} and d.objid = {oid})
  and coalesce(r.ev_class, 0) <> {oid}
