-- GRANT does not say on what: every unit whose row was written since the given transaction began.
select 'RELATION' as part, c.oid from pg_class c
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relacl is not null and c.xmin::text::bigint >= $1
union
select 'RELATION', a.attrelid from pg_attribute a where a.attacl is not null and a.xmin::text::bigint >= $1
union
select 'ROUTINE', p.oid from pg_proc p where p.proacl is not null and p.xmin::text::bigint >= $1
union
select case when y.typrelid <> 0 and c.relkind <> 'c' then 'RELATION' else 'TYPE' end,
       case when y.typrelid <> 0 and c.relkind <> 'c' then c.oid else y.oid end
from pg_type y left join pg_class c on c.oid = y.typrelid
where y.typacl is not null and y.xmin::text::bigint >= $1
