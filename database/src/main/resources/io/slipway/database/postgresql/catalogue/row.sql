-- What is told of an object of any family: besides its definition, the comment, labels and privileges on it.
select f.unit, f.part_class, f.part, f.kind, f.n1, f.n2, f.n3, f.suffix, f.listed, f.facts, f.code, f.near,
       -- a lookup each: where a catalogue was never analyzed, a join is taken for small, and is quadratic
       (select d.description from pg_description d
        where d.classoid = f.part_class and d.objoid = f.part and d.objsubid = f.sub) as description, l.labels,
       case when f.acl is not null then (
           select array_agg(array[
               x.source,
               case when x.grantee = 0 then 'PUBLIC' when x.grantee = f.owner then '<owner>'
                    else coalesce(r.rolname, x.grantee::text) end,
               case when x.grantor <> f.owner then coalesce(g.rolname, x.grantor::text) else '' end,
               x.privilege_type || case when x.is_grantable then '*' else '' end])
           from (select 'granted' as source, e.* from aclexplode(f.acl) e
                 union all
                 select 'default', e.* from aclexplode(acldefault(f.acl_kind, f.owner)) e) x
           left join pg_roles r on r.oid = x.grantee
           left join pg_roles g on g.oid = x.grantor) end as acl
from (
{family}
) f
left join (select s.classoid, s.objoid, s.objsubid,
                  string_agg(s.provider || ': ' || s.label, E'\n' order by s.provider) as labels
           from pg_seclabel s group by s.classoid, s.objoid, s.objsubid) l
       on l.classoid = f.part_class and l.objoid = f.part and l.objsubid = f.sub
