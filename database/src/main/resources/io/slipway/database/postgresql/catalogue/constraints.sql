-- Constraints of tables. NOT NULL is told with its column; what a partition has only because its parent's foreign
-- key has it is not told again.
select c.oid as unit, 'pg_constraint'::regclass::oid as part_class, k.oid as part, 0 as sub,
       'constraint' as kind, n.nspname::text as n1, c.relname::text as n2, k.conname::text as n3, ''::text as suffix,
       true as listed,
       concat_ws(E'\n',
           case when k.contype = 'c' and not k.convalidated then 'not valid' end,
           case when x.indexrelid is not null and not x.indisvalid then 'invalid index' end,
           case when exists (
               select from pg_trigger g where g.tgconstraint = k.oid and g.tgenabled <> 'O')
               then 'not enforced: its triggers are disabled' end) as facts,
       concat_ws(E'\n', pg_get_constraintdef(k.oid),
           case when x.indexrelid is not null then pg_get_indexdef(x.indexrelid) end) as code,
       null::aclitem[] as acl, c.relowner as owner, null::"char" as acl_kind,
       null::oid[] as near
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_index x on x.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
where k.contype in ('c', 'p', 'u', 'f', 'x') and not (k.contype = 'f' and k.conparentid <> 0)
  and c.relpersistence <> 't' and {user n} and {members pg_class c.oid} and {units c.oid}
