-- Functions, procedures, window functions and aggregates, apart from those that come with a range type.
select p.oid as unit, 'pg_proc'::regclass::oid as part_class, p.oid as part, 0 as sub,
       case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as kind,
       n.nspname::text as n1, p.proname::text as n2, null::text as n3,
       '(' || coalesce((select string_agg(format_type(t, null), ', ' order by i)
                        from unnest(p.proargtypes) with ordinality u(t, i)), '') || ')' as suffix,
       true as listed,
       concat_ws(E'\n',
           'language ' || l.lanname,
           case p.prokind when 'w' then 'window' end,
           case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
           case when p.proisstrict then 'strict' end,
           case when p.prosecdef then 'security definer' end,
           case when p.proleakproof then 'leakproof' end,
           case p.proparallel when 's' then 'parallel safe' when 'r' then 'parallel restricted' end,
           'cost ' || p.procost, case when p.prorows > 0 then 'rows ' || p.prorows end,
           'set ' || (select string_agg(o, ', ' order by o) from unnest(p.proconfig) o),
           'library ' || p.probin,
           g.facts,
           case when p.prokind <> 'a' then 'source:' || E'\n' || nullif(p.prosrc, '') end) as facts,
       concat_ws(E'\n',
           'arguments (' || pg_get_function_arguments(p.oid) || ')',
           'returns ' || pg_get_function_result(p.oid),
           'support ' || nullif(p.prosupport, 0)::regproc,
           'transform ' || (select string_agg(format_type(t, null), ', ') from unnest(p.protrftypes) t),
           g.code,
           pg_get_function_sqlbody(p.oid), -- since 14
           null) as code,
       p.proacl as acl, p.proowner as owner, 'f'::"char" as acl_kind, null::oid[] as near
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join lateral (
    select concat_ws(E'\n', 'kind ' || a.aggkind::text, 'direct arguments ' || a.aggnumdirectargs,
               case when a.aggfinalextra then 'final function takes all arguments' end,
               case when a.aggmfinalextra then 'moving final function takes all arguments' end,
               'modifies ' || a.aggfinalmodify::text || a.aggmfinalmodify::text,
               'space ' || a.aggtransspace || ' ' || a.aggmtransspace,
               'initial ' || a.agginitval, 'moving initial ' || a.aggminitval) as facts,
           concat_ws(E'\n', 'sfunc ' || a.aggtransfn::regprocedure, 'stype ' || format_type(a.aggtranstype, null),
               'finalfunc ' || nullif(a.aggfinalfn, 0)::regprocedure,
               'combinefunc ' || nullif(a.aggcombinefn, 0)::regprocedure,
               'serialfunc ' || nullif(a.aggserialfn, 0)::regprocedure,
               'deserialfunc ' || nullif(a.aggdeserialfn, 0)::regprocedure,
               'msfunc ' || nullif(a.aggmtransfn, 0)::regprocedure,
               'minvfunc ' || nullif(a.aggminvtransfn, 0)::regprocedure,
               'mfinalfunc ' || nullif(a.aggmfinalfn, 0)::regprocedure,
               'mstype ' || format_type(nullif(a.aggmtranstype, 0), null),
               'sortop ' || nullif(a.aggsortop, 0)::regoperator) as code
    from pg_aggregate a where a.aggfnoid = p.oid) g on p.prokind = 'a'
where {user n} and {members pg_proc p.oid} and {units p.oid}
  and not exists (select from pg_depend i where i.classid = 'pg_proc'::regclass and i.objid = p.oid
                  and i.deptype = 'i' and i.refclassid = 'pg_type'::regclass)
