-- Publications and subscriptions; a subscription without its connection.
select p.oid as unit, 'pg_publication'::regclass::oid as part_class, p.oid as part, 0 as sub, 'publication' as kind,
       p.pubname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n', case when p.puballtables then 'for all tables' end,
           'publish ' || concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
               case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end),
           case when p.pubviaroot then 'via partition root' end, -- since 13
           case when p.pubgencols <> 'n' then 'generated columns ' || p.pubgencols::text end, -- since 18
           'schemas ' || (select string_agg(s.nspname, ', ' order by s.nspname) -- since 15
               from pg_publication_namespace m join pg_namespace s on s.oid = m.pnnspid -- since 15
               where m.pnpubid = p.oid), -- since 15
           null) as facts,
       (select string_agg(concat_ws(' ', r.prrelid::regclass,
               '(' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) -- since 15
                from pg_attribute a where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)) || ')', -- since 15
               'where ' || pg_get_expr(r.prqual, r.prrelid), -- since 15
               null), E'\n' order by r.prrelid::regclass::text)
        from pg_publication_rel r where r.prpubid = p.oid) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_publication p where {members pg_publication p.oid}
union all
select 0::oid as unit, 'pg_subscription'::regclass::oid as part_class, 0::oid as part, 0 as sub, 'subscription' as kind,
       s.subname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n', case when not s.subenabled then 'disabled' end,
           'publications ' || array_to_string(s.subpublications, ', ')) as facts,
       null::text as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())
