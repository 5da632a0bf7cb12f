-- Indexes that a failed CONCURRENTLY left behind. Those of partitioned tables may be invalid by what a script says, and
-- one that is being built is not left yet.
select 'pg_class'::regclass::oid, c.oid, 0
from pg_index x join pg_class c on c.oid = x.indexrelid
where not x.indisvalid and c.relkind = 'i'
  and not exists (select from pg_stat_progress_create_index p where p.index_relid = c.oid)
