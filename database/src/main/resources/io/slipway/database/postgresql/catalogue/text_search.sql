-- Text search configurations, dictionaries, parsers and templates.
select k.oid as unit, 'pg_ts_config'::regclass::oid as part_class, k.oid as part, 0 as sub, 'text search configuration' as kind,
       n.nspname::text as n1, k.cfgname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       'parser ' || (select quote_ident(s.nspname) || '.' || quote_ident(p.prsname) from pg_ts_parser p
           join pg_namespace s on s.oid = p.prsnamespace where p.oid = k.cfgparser) as facts,
       (select string_agg(m.token || ' with ' || m.dictionaries, E'\n' order by m.token)
        from (select (select y.alias from ts_token_type(k.cfgparser) y where y.tokid = x.maptokentype) as token,
                     string_agg(x.mapdict::regdictionary::text, ', ' order by x.mapseqno) as dictionaries
              from pg_ts_config_map x where x.mapcfg = k.oid group by x.maptokentype) m) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_ts_config k join pg_namespace n on n.oid = k.cfgnamespace where {user n} and {members pg_ts_config k.oid}
union all
select k.oid as unit, 'pg_ts_dict'::regclass::oid as part_class, k.oid as part, 0 as sub, 'text search dictionary' as kind,
       n.nspname::text as n1, k.dictname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n', 'template ' || (select quote_ident(s.nspname) || '.' || quote_ident(p.tmplname) from pg_ts_template p
           join pg_namespace s on s.oid = p.tmplnamespace where p.oid = k.dicttemplate), k.dictinitoption) as facts,
       null::text as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_ts_dict k join pg_namespace n on n.oid = k.dictnamespace where {user n} and {members pg_ts_dict k.oid}
union all
select k.oid as unit, 'pg_ts_parser'::regclass::oid as part_class, k.oid as part, 0 as sub, 'text search parser' as kind,
       n.nspname::text as n1, k.prsname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       null::text as facts,
       concat_ws(E'\n', k.prsstart::oid::regproc, k.prstoken::oid::regproc, k.prsend::oid::regproc,
           nullif(k.prsheadline::oid, 0)::regproc, k.prslextype::oid::regproc) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_ts_parser k join pg_namespace n on n.oid = k.prsnamespace where {user n} and {members pg_ts_parser k.oid}
union all
select k.oid as unit, 'pg_ts_template'::regclass::oid as part_class, k.oid as part, 0 as sub, 'text search template' as kind,
       n.nspname::text as n1, k.tmplname::text as n2, null::text as n3, ''::text as suffix, true as listed,
       null::text as facts,
       concat_ws(E'\n', 'init ' || nullif(k.tmplinit::oid, 0)::regproc, 'lexize ' || k.tmpllexize::oid::regproc) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_ts_template k join pg_namespace n on n.oid = k.tmplnamespace where {user n} and {members pg_ts_template k.oid}
