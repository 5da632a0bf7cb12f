-- Sequences that belong to columns of the table with the number {oid}, and whether they are those of identity columns.
select d.refobjsubid::text as sub, s.oid::regclass::text as sequence, quote_ident(n.nspname) as schema,
    (d.deptype = 'i')::text as identity
from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_namespace n on n.oid = s.relnamespace
where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = {oid}
  and d.deptype in ('a', 'i') and d.refobjsubid > 0
order by d.refobjsubid, 2
