-- What an identity column a of table c says of its sequence where that is not as it comes by itself; null where it is.
(select ' (' || nullif(concat_ws(' ',
        case when i.relname <> c.relname || '_' || a.attname || '_seq' then 'SEQUENCE NAME ' || i.oid::regclass end,
        case when s.seqstart <> case when s.seqincrement > 0 then s.seqmin else s.seqmax end then 'START ' || s.seqstart end,
        case when s.seqincrement <> 1 then 'INCREMENT ' || s.seqincrement end,
        case when s.seqmin <> case when s.seqincrement > 0 then 1 else -1 - b.most end then 'MINVALUE ' || s.seqmin end,
        case when s.seqmax <> case when s.seqincrement > 0 then b.most else -1 end then 'MAXVALUE ' || s.seqmax end,
        case when s.seqcache <> 1 then 'CACHE ' || s.seqcache end,
        case when s.seqcycle then 'CYCLE' end), '') || ')'
    from pg_depend o join pg_class i on i.oid = o.objid join pg_sequence s on s.seqrelid = i.oid
    cross join lateral (select case s.seqtypid when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647
        else 9223372036854775807 end as most) b
    where o.classid = 'pg_class'::regclass and o.refclassid = 'pg_class'::regclass and o.deptype = 'i'
      and o.refobjid = a.attrelid and o.refobjsubid = a.attnum)
