-- Enumerations, composite, range and base types, and domains.
select t.oid as unit, 'pg_type'::regclass::oid as part_class, t.oid as part, 0 as sub,
       case t.typtype when 'd' then 'domain' else 'type' end as kind,
       n.nspname::text as n1, t.typname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       case t.typtype
           when 'e' then 'enum ' || coalesce((select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                                              from pg_enum e where e.enumtypid = t.oid), '')
           when 'd' then case when t.typnotnull then 'not null' end
           when 'b' then concat_ws(E'\n', 'base length ' || t.typlen, 'alignment ' || t.typalign::text,
               'storage ' || t.typstorage::text, 'category ' || t.typcategory::text, 'delimiter ' || t.typdelim::text,
               case when t.typispreferred then 'preferred' end, case when t.typbyval then 'by value' end)
           when 'p' then 'shell'
           else null end as facts,
       case t.typtype
           when 'c' then 'composite (' || coalesce((
               select string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                   case when a.attcollation <> y.typcollation then 'collate ' || (
                       select quote_ident(s.nspname) || '.' || quote_ident(o.collname)
                       from pg_collation o join pg_namespace s on s.oid = o.collnamespace
                       where o.oid = a.attcollation) end), ', ' order by a.attnum)
               from pg_attribute a join pg_type y on y.oid = a.atttypid
               where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '') || ')'
           when 'd' then concat_ws(E'\n', format_type(t.typbasetype, t.typtypmod),
               case when t.typcollation <> b.typcollation then 'collate ' || (
                   select quote_ident(s.nspname) || '.' || quote_ident(o.collname)
                   from pg_collation o join pg_namespace s on s.oid = o.collnamespace
                   where o.oid = t.typcollation) end,
               'default ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)))
           when 'r' then (
               select concat_ws(E'\n', 'range of ' || format_type(r.rngsubtype, null),
                   'collate ' || (select quote_ident(s.nspname) || '.' || quote_ident(o.collname)
                       from pg_collation o join pg_namespace s on s.oid = o.collnamespace
                       where o.oid = r.rngcollation and o.oid <> u.typcollation),
                   'operator class ' || (select quote_ident(s.nspname) || '.' || quote_ident(o.opcname)
                       from pg_opclass o join pg_namespace s on s.oid = o.opcnamespace where o.oid = r.rngsubopc),
                   'canonical ' || nullif(r.rngcanonical, 0)::regproc,
                   'difference ' || nullif(r.rngsubdiff, 0)::regproc)
               from pg_range r join pg_type u on u.oid = r.rngsubtype where r.rngtypid = t.oid)
           when 'b' then concat_ws(E'\n', 'input ' || t.typinput, 'output ' || t.typoutput,
               'receive ' || nullif(t.typreceive, 0)::regproc, 'send ' || nullif(t.typsend, 0)::regproc,
               'modifier input ' || nullif(t.typmodin, 0)::regproc,
               'modifier output ' || nullif(t.typmodout, 0)::regproc,
               'analyze ' || nullif(t.typanalyze, 0)::regproc,
               'element ' || format_type(nullif(t.typelem, 0), null),
               'default ' || quote_literal(t.typdefault))
           else null end as code,
       t.typacl as acl, t.typowner as owner, 'T'::"char" as acl_kind, null::oid[] as near
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_type b on b.oid = t.typbasetype
left join pg_class c on c.oid = t.typrelid
where t.typtype <> 'm' and (c.oid is null or c.relkind = 'c')
  and not exists (select from pg_type y where y.oid = t.typelem and y.typarray = t.oid)
  and {user n} and {members pg_type t.oid} and {units t.oid}
union all
select t.oid, 'pg_constraint'::regclass::oid, k.oid, 0, 'constraint',
       n.nspname::text, t.typname::text, k.conname::text, ''::text, true,
       case when not k.convalidated then 'not valid' end, pg_get_constraintdef(k.oid),
       null::aclitem[], t.typowner, null::"char", null::oid[]
from pg_constraint k
join pg_type t on t.oid = k.contypid
join pg_namespace n on n.oid = t.typnamespace
where k.contype = 'c' and {user n} and {members pg_type t.oid} and {units t.oid}
