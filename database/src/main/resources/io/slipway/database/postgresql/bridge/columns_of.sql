-- Columns of tables that have a type, or an array of it: what has to be altered when the type is made anew.
select c.oid::regclass::text as relation, quote_ident(a.attname) as name, (a.atttypid <> {oid})::text as is_array,
    pg_get_expr(d.adbin, d.adrelid) as expression
from pg_attribute a join pg_class c on c.oid = a.attrelid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where c.relkind in ('r', 'p') and not a.attisdropped and a.attnum > 0 and a.attislocal
  and a.atttypid in (select {oid} union all select t.typarray from pg_type t where t.oid = {oid})
order by 1, 2
