-- Languages, casts, transforms, conversions, access methods and collations.
select l.oid as unit, 'pg_language'::regclass::oid as part_class, l.oid as part, 0 as sub, 'language' as kind,
       l.lanname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       case when l.lanpltrusted then 'trusted' end as facts,
       concat_ws(E'\n', 'handler ' || nullif(l.lanplcallfoid, 0)::regproc, 'inline ' || nullif(l.laninline, 0)::regproc,
           'validator ' || nullif(l.lanvalidator, 0)::regproc) as code,
       l.lanacl as acl, l.lanowner as owner, 'l'::"char" as acl_kind, null::oid[] as near
from pg_language l where l.oid >= 16384 and {members pg_language l.oid}
union all
select k.oid as unit, 'pg_cast'::regclass::oid as part_class, k.oid as part, 0 as sub, 'cast' as kind,
       null::text as n1, null::text as n2, null::text as n3, '(' || format_type(k.castsource, null) || ' as ' || format_type(k.casttarget, null) || ')' as suffix, true as listed,
       concat_ws(E'\n', case k.castcontext when 'a' then 'as assignment' when 'i' then 'as implicit' end,
           case k.castmethod when 'b' then 'without function' when 'i' then 'with inout' end) as facts,
       'with function ' || nullif(k.castfunc, 0)::regprocedure as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_cast k where k.oid >= 16384 and {members pg_cast k.oid}
  and not exists (select from pg_depend i where i.classid = 'pg_cast'::regclass and i.objid = k.oid and i.deptype = 'i')
union all
select t.oid as unit, 'pg_transform'::regclass::oid as part_class, t.oid as part, 0 as sub, 'transform' as kind,
       null::text as n1, null::text as n2, null::text as n3, 'for ' || format_type(t.trftype, null) || ' language ' || l.lanname as suffix, true as listed,
       null::text as facts,
       concat_ws(E'\n', 'from sql ' || nullif(t.trffromsql::oid, 0)::regprocedure,
           'to sql ' || nullif(t.trftosql::oid, 0)::regprocedure) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_transform t join pg_language l on l.oid = t.trflang where {members pg_transform t.oid}
union all
select k.oid as unit, 'pg_conversion'::regclass::oid as part_class, k.oid as part, 0 as sub, 'conversion' as kind,
       n.nspname::text as n1, k.conname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n', case when k.condefault then 'default' end, 'from ' || pg_encoding_to_char(k.conforencoding),
           'to ' || pg_encoding_to_char(k.contoencoding)) as facts,
       'function ' || k.conproc::oid::regproc as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_conversion k join pg_namespace n on n.oid = k.connamespace where {user n} and {members pg_conversion k.oid}
union all
select a.oid as unit, 'pg_am'::regclass::oid as part_class, a.oid as part, 0 as sub, 'access method' as kind,
       a.amname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       'type ' || a.amtype::text as facts,
       'handler ' || a.amhandler::oid::regproc as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_am a where a.oid >= 16384 and {members pg_am a.oid}
union all
select o.oid as unit, 'pg_collation'::regclass::oid as part_class, o.oid as part, 0 as sub, 'collation' as kind,
       n.nspname::text as n1, o.collname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n', 'provider ' || o.collprovider::text, case when not o.collisdeterministic then 'not deterministic' end,
           'locale ' || coalesce(o.collcollate,
               o.colliculocale, -- since 15 before 17
               o.colllocale, -- since 17
               null),
           'ctype ' || case when o.collprovider = 'c' then o.collctype end,
           'rules ' || o.collicurules, -- since 16
           null) as facts,
       null::text as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_collation o join pg_namespace n on n.oid = o.collnamespace where {user n} and {members pg_collation o.oid}
