-- Foreign keys of other tables that point to the column {sub} of the table with the number {oid}.
select distinct k.conrelid::regclass::text as relation, quote_ident(k.conname) as name
from pg_constraint k
where k.contype = 'f' and k.conparentid = 0 and k.confrelid = {oid} and k.conrelid <> {oid} and {sub} = any (k.confkey)
order by 1, 2
