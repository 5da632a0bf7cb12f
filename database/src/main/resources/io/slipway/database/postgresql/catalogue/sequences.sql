-- Sequences; never where they stand.
select c.oid as unit, 'pg_class'::regclass::oid as part_class, c.oid as part, 0 as sub,
       'sequence' as kind, n.nspname::text as n1, c.relname::text as n2, null::text as n3, ''::text as suffix,
       true as listed,
       concat_ws(E'\n',
           case c.relpersistence when 'u' then 'unlogged' end,
           'start ' || s.seqstart, 'increment ' || s.seqincrement, 'minimum ' || s.seqmin, 'maximum ' || s.seqmax,
           'cache ' || s.seqcache, case when s.seqcycle then 'cycle' end) as facts,
       concat_ws(E'\n', 'type ' || format_type(s.seqtypid, null),
           (select case d.deptype when 'i' then 'identity of ' else 'owned by ' end
                   || d.refobjid::regclass || '.' || quote_ident(a.attname)
            from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
              and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i'))) as code,
       c.relacl as acl, c.relowner as owner, 's'::"char" as acl_kind,
       -- DROP IDENTITY drops its sequence without telling event triggers
       (select array_agg(d.refobjid) from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
          and d.deptype in ('a', 'i')) as near
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_sequence s on s.seqrelid = c.oid
where c.relkind = 'S' and c.relpersistence <> 't' and {user n} and {members pg_class c.oid} and {units c.oid}
