-- Operators, operator classes and families. A class tells its members, a family those outside a class.
select o.oid as unit, 'pg_operator'::regclass::oid as part_class, o.oid as part, 0 as sub, 'operator' as kind,
       n.nspname::text as n1, o.oprname::text as n2, null::text as n3, '(' || concat_ws(', ', coalesce(format_type(nullif(o.oprleft, 0), null), 'none'),
           coalesce(format_type(nullif(o.oprright, 0), null), 'none')) || ')' as suffix, true as listed,
       concat_ws(E'\n', case when o.oprcanmerge then 'merges' end, case when o.oprcanhash then 'hashes' end) as facts,
       concat_ws(E'\n', 'function ' || o.oprcode::regprocedure, 'returns ' || format_type(o.oprresult, null),
           'commutator ' || nullif(o.oprcom, 0)::regoperator, 'negator ' || nullif(o.oprnegate, 0)::regoperator,
           'restrict ' || nullif(o.oprrest::oid, 0)::regproc, 'join ' || nullif(o.oprjoin::oid, 0)::regproc) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
where o.oprcode <> 0 and {user n} and {members pg_operator o.oid}
union all
select o.oid as unit, 'pg_opclass'::regclass::oid as part_class, o.oid as part, 0 as sub, 'operator class' as kind,
       n.nspname::text as n1, o.opcname::text as n2, null::text as n3, ' using ' || a.amname as suffix, true as listed,
       case when o.opcdefault then 'default' end as facts,
       concat_ws(E'\n', 'for ' || format_type(o.opcintype, null), 'stores ' || format_type(nullif(o.opckeytype, 0), null),
           'family ' || quote_ident(m.nspname) || '.' || quote_ident(f.opfname),
           (select string_agg('operator ' || p.amopstrategy || ' ' || p.amopopr::regoperator, E'\n'
                              order by p.amopstrategy, p.amopopr::regoperator::text)
            from pg_depend d join pg_amop p on p.oid = d.objid
            where d.classid = 'pg_amop'::regclass and d.refclassid = 'pg_opclass'::regclass and d.refobjid = o.oid),
           (select string_agg('function ' || p.amprocnum || ' ' || p.amproc::oid::regprocedure, E'\n'
                              order by p.amprocnum, p.amproc::oid::regprocedure::text)
            from pg_depend d join pg_amproc p on p.oid = d.objid
            where d.classid = 'pg_amproc'::regclass and d.refclassid = 'pg_opclass'::regclass
              and d.refobjid = o.oid)) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace join pg_am a on a.oid = o.opcmethod
join pg_opfamily f on f.oid = o.opcfamily join pg_namespace m on m.oid = f.opfnamespace
where {user n} and {members pg_opclass o.oid}
union all
select o.oid as unit, 'pg_opfamily'::regclass::oid as part_class, o.oid as part, 0 as sub, 'operator family' as kind,
       n.nspname::text as n1, o.opfname::text as n2, null::text as n3, ' using ' || a.amname as suffix, true as listed,
       null::text as facts,
       concat_ws(E'\n',
           (select string_agg('operator ' || p.amopstrategy || ' ' || p.amopopr::regoperator, E'\n'
                              order by p.amopstrategy, p.amopopr::regoperator::text)
            from pg_depend d join pg_amop p on p.oid = d.objid
            where d.classid = 'pg_amop'::regclass and d.refclassid = 'pg_opfamily'::regclass and d.refobjid = o.oid),
           (select string_agg('function ' || p.amprocnum || ' ' || p.amproc::oid::regprocedure, E'\n'
                              order by p.amprocnum, p.amproc::oid::regprocedure::text)
            from pg_depend d join pg_amproc p on p.oid = d.objid
            where d.classid = 'pg_amproc'::regclass and d.refclassid = 'pg_opfamily'::regclass
              and d.refobjid = o.oid)) as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_opfamily o join pg_namespace n on n.oid = o.opfnamespace join pg_am a on a.oid = o.opfmethod
where {user n} and {members pg_opfamily o.oid}
