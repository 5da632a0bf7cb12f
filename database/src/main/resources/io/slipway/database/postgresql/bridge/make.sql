-- How an object of each kind is made again as it is: for the one with the number {oid}, statements in order, as rows.
-- A section begins with a line "-- make KIND"; lines that end in "-- since N" or "-- before N" are for such versions.

-- make schema
select 'CREATE SCHEMA ' || quote_ident(nspname) from pg_namespace where oid = {oid}

-- make extension
select 'CREATE EXTENSION ' || quote_ident(x.extname) || ' SCHEMA ' || quote_ident(n.nspname)
from pg_extension x join pg_namespace n on n.oid = x.extnamespace where x.oid = {oid}

-- make type
select case t.typtype
    when 'e' then 'CREATE TYPE ' || t.oid::regtype || ' AS ENUM (' || coalesce((
        select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
        from pg_enum e where e.enumtypid = t.oid), '') || ')'
    when 'c' then 'CREATE TYPE ' || t.oid::regtype || ' AS (' || coalesce((
        select string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
            case when a.attcollation <> y.typcollation then 'COLLATE ' || a.attcollation::regcollation end), -- since 13
            case when a.attcollation <> y.typcollation then 'COLLATE ' || (                                   -- before 13
                select quote_ident(s.nspname) || '.' || quote_ident(o.collname) from pg_collation o           -- before 13
                join pg_namespace s on s.oid = o.collnamespace where o.oid = a.attcollation) end),            -- before 13
            ', ' order by a.attnum)
        from pg_attribute a join pg_type y on y.oid = a.atttypid
        where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '') || ')'
    when 'r' then (
        select 'CREATE TYPE ' || t.oid::regtype || ' AS RANGE (' || concat_ws(', ',
            'SUBTYPE = ' || format_type(r.rngsubtype, null),
            'SUBTYPE_OPCLASS = ' || (select quote_ident(s.nspname) || '.' || quote_ident(o.opcname)
                from pg_opclass o join pg_namespace s on s.oid = o.opcnamespace where o.oid = r.rngsubopc),
            'COLLATION = ' || (select quote_ident(s.nspname) || '.' || quote_ident(o.collname)
                from pg_collation o join pg_namespace s on s.oid = o.collnamespace
                where o.oid = r.rngcollation and o.oid <> u.typcollation),
            'CANONICAL = ' || nullif(r.rngcanonical, 0)::regproc,
            'SUBTYPE_DIFF = ' || nullif(r.rngsubdiff, 0)::regproc) || ')'
        from pg_range r join pg_type u on u.oid = r.rngsubtype where r.rngtypid = t.oid) end
from pg_type t where t.oid = {oid}

-- make domain
select concat_ws(' ', 'CREATE DOMAIN', t.oid::regtype, 'AS', format_type(t.typbasetype, t.typtypmod),
    case when t.typcollation <> b.typcollation then 'COLLATE ' || (
        select quote_ident(s.nspname) || '.' || quote_ident(o.collname) from pg_collation o
        join pg_namespace s on s.oid = o.collnamespace where o.oid = t.typcollation) end,
    'DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)),
    case when t.typnotnull then 'NOT NULL' end)
from pg_type t join pg_type b on b.oid = t.typbasetype where t.oid = {oid}

-- make sequence
select concat_ws(' ', 'CREATE', case c.relpersistence when 'u' then 'UNLOGGED' end, 'SEQUENCE', c.oid::regclass,
    'AS', format_type(s.seqtypid, null), 'INCREMENT', s.seqincrement, 'MINVALUE', s.seqmin, 'MAXVALUE', s.seqmax,
    'START', s.seqstart, 'CACHE', s.seqcache, case when s.seqcycle then 'CYCLE' end)
from pg_class c join pg_sequence s on s.seqrelid = c.oid where c.oid = {oid}
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i'
                  and d.refclassid = 'pg_class'::regclass)

-- make table
select concat_ws(' ', 'CREATE', case c.relpersistence when 'u' then 'UNLOGGED' end, 'TABLE', c.oid::regclass,
    case when c.relispartition then 'PARTITION OF ' || (
             select i.inhparent::regclass from pg_inherits i where i.inhrelid = c.oid)
             || ' ' || pg_get_expr(c.relpartbound, c.oid)
         when c.reloftype <> 0 then 'OF ' || format_type(c.reloftype, null)
         else '(' || coalesce((
            select string_agg(E'\n    ' || concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                case when a.attcollation <> t.typcollation then 'COLLATE ' || (
                    select quote_ident(s.nspname) || '.' || quote_ident(o.collname) from pg_collation o
                    join pg_namespace s on s.oid = o.collnamespace where o.oid = a.attcollation) end,
                case when a.attgenerated = 's' then 'GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
                     when a.attgenerated = 'v' then 'GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') VIRTUAL'
                     when a.attidentity = '' then 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) end,
                case a.attidentity when 'a' then 'GENERATED ALWAYS AS IDENTITY' when 'd' then 'GENERATED BY DEFAULT AS IDENTITY' end
                    || coalesce({numbering}, ''),
                case when a.attnotnull then 'NOT NULL' end), ',' order by a.attnum)
            from pg_attribute a join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attislocal), '') || ')' end,
    case when not c.relispartition then 'INHERITS (' || (
        select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_inherits i
        where i.inhrelid = c.oid) || ')' end,
    case when c.relkind = 'p' then 'PARTITION BY ' || pg_get_partkeydef(c.oid) end,
    case when c.relkind = 'r' and m.amname <> 'heap' then 'USING ' || quote_ident(m.amname) end,
    'WITH (' || (select string_agg(o, ', ') from (
        select o from unnest(c.reloptions) o union all
        select 'toast.' || o from pg_class x, unnest(x.reloptions) o where x.oid = c.reltoastrelid) q) || ')')
from pg_class c left join pg_am m on m.oid = c.relam where c.oid = {oid}

-- make foreign table
select 'CREATE FOREIGN TABLE ' || c.oid::regclass || ' (' || coalesce((
    select string_agg(E'\n    ' || concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        'OPTIONS (' || (select string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', ')
            from pg_options_to_table(a.attfdwoptions) o) || ')',
        'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), case when a.attnotnull then 'NOT NULL' end), ',' order by a.attnum)
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '') || ') SERVER ' || quote_ident(s.srvname)
    || coalesce(' OPTIONS (' || (select string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', ')
        from pg_options_to_table(f.ftoptions) o where o.option_name !~* '^(password|sslpassword|passwd|passcode)$') || ')', '')
from pg_class c join pg_foreign_table f on f.ftrelid = c.oid join pg_foreign_server s on s.oid = f.ftserver
where c.oid = {oid}

-- make constraint
select case when k.contypid <> 0 then 'ALTER DOMAIN ' || k.contypid::regtype
            when c.relkind = 'f' then 'ALTER FOREIGN TABLE ' || k.conrelid::regclass
            else 'ALTER TABLE ' || k.conrelid::regclass end
    || ' ADD CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
from pg_constraint k left join pg_class c on c.oid = k.conrelid where k.oid = {oid}
union all
select 'ALTER INDEX ' || c.oid::regclass || ' SET (' || array_to_string(c.reloptions, ', ') || ')'
from pg_constraint k join pg_class c on c.oid = k.conindid
where k.oid = {oid} and k.contype in ('p', 'u', 'x') and c.reloptions is not null

-- make index
select pg_get_indexdef({oid}) from pg_index x where x.indexrelid = {oid} and x.indisvalid
union all
select 'ALTER INDEX ' || a.attrelid::regclass || ' ALTER COLUMN ' || a.attnum || ' SET STATISTICS ' || a.attstattarget
from pg_attribute a where a.attrelid = {oid} and a.attstattarget >= 0
union all
select 'ALTER INDEX ' || i.inhparent::regclass || ' ATTACH PARTITION ' || i.inhrelid::regclass
from pg_inherits i where i.inhrelid = {oid}

-- make view
select 'CREATE OR REPLACE VIEW ' || c.oid::regclass
    || coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '')
    || E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';')
from pg_class c where c.oid = {oid}

-- make materialized view
select 'CREATE MATERIALIZED VIEW ' || c.oid::regclass
    || case when m.amname <> 'heap' then ' USING ' || quote_ident(m.amname) else '' end
    || coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '')
    || E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';') || case when c.relispopulated then '' else E'\nWITH NO DATA' end
from pg_class c left join pg_am m on m.oid = c.relam where c.oid = {oid}

-- make rule
select replace(rtrim(pg_get_ruledef(r.oid), ';'), 'CREATE RULE', 'CREATE OR REPLACE RULE') from pg_rewrite r where r.oid = {oid}
union all
select 'ALTER TABLE ' || r.ev_class::regclass || case r.ev_enabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA'
    when 'A' then ' ENABLE ALWAYS' else ' ENABLE' end || ' RULE ' || quote_ident(r.rulename)
from pg_rewrite r where r.oid = {oid}

-- make trigger
select pg_get_triggerdef({oid})
union all
select 'ALTER TABLE ' || g.tgrelid::regclass || case g.tgenabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA'
    when 'A' then ' ENABLE ALWAYS' else ' ENABLE' end || ' TRIGGER ' || quote_ident(g.tgname)
from pg_trigger g where g.oid = {oid} and g.tgenabled <> 'O'

-- make event trigger
select 'CREATE EVENT TRIGGER ' || quote_ident(g.evtname) || ' ON ' || g.evtevent
    || coalesce(' WHEN TAG IN (' || (select string_agg(quote_literal(t), ', ') from unnest(g.evttags) t) || ')', '')
    || ' EXECUTE FUNCTION ' || g.evtfoid::regproc || '()'
from pg_event_trigger g where g.oid = {oid}
union all
select 'ALTER EVENT TRIGGER ' || quote_ident(g.evtname) || case g.evtenabled when 'D' then ' DISABLE'
    when 'R' then ' ENABLE REPLICA' when 'A' then ' ENABLE ALWAYS' else ' ENABLE' end
from pg_event_trigger g where g.oid = {oid} and g.evtenabled <> 'O'

-- make policy
select concat_ws(' ', 'CREATE POLICY', quote_ident(p.polname), 'ON', p.polrelid::regclass,
    case when not p.polpermissive then 'AS RESTRICTIVE' end,
    case p.polcmd when 'r' then 'FOR SELECT' when 'a' then 'FOR INSERT' when 'w' then 'FOR UPDATE' when 'd' then 'FOR DELETE' end,
    'TO ' || (select string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC'), ', ') from unnest(p.polroles) m
        left join pg_roles r on r.oid = m),
    'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
from pg_policy p where p.oid = {oid}

-- make function
select pg_get_functiondef({oid})

-- make procedure
select pg_get_functiondef({oid})

-- make aggregate
select 'CREATE OR REPLACE AGGREGATE ' || p.oid::regproc || '(' || pg_get_function_identity_arguments(p.oid) || ') (' || concat_ws(', ',
    'SFUNC = ' || a.aggtransfn::regproc, 'STYPE = ' || format_type(a.aggtranstype, null),
    case when a.aggtransspace > 0 then 'SSPACE = ' || a.aggtransspace end,
    'FINALFUNC = ' || nullif(a.aggfinalfn::oid, 0)::regproc, case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
    'COMBINEFUNC = ' || nullif(a.aggcombinefn::oid, 0)::regproc, 'SERIALFUNC = ' || nullif(a.aggserialfn::oid, 0)::regproc,
    'DESERIALFUNC = ' || nullif(a.aggdeserialfn::oid, 0)::regproc, 'INITCOND = ' || quote_literal(a.agginitval),
    'MSFUNC = ' || nullif(a.aggmtransfn::oid, 0)::regproc, 'MINVFUNC = ' || nullif(a.aggminvtransfn::oid, 0)::regproc,
    'MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), null), 'MFINALFUNC = ' || nullif(a.aggmfinalfn::oid, 0)::regproc,
    'MINITCOND = ' || quote_literal(a.aggminitval),
    case p.proparallel when 's' then 'PARALLEL = SAFE' when 'r' then 'PARALLEL = RESTRICTED' end) || ')'
from pg_proc p join pg_aggregate a on a.aggfnoid = p.oid where p.oid = {oid}

-- make statistics
select pg_get_statisticsobjdef({oid})
union all
select 'ALTER STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname) || ' SET STATISTICS ' || s.stxstattarget -- since 13
from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where s.oid = {oid} and s.stxstattarget >= 0 -- since 13
select null where false -- before 13

-- make collation
select 'CREATE COLLATION ' || quote_ident(n.nspname) || '.' || quote_ident(o.collname) || ' (' || concat_ws(', ',
    'PROVIDER = ' || case o.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
    case when o.collprovider = 'c' then 'LC_COLLATE = ' || quote_literal(o.collcollate) || ', LC_CTYPE = ' || quote_literal(o.collctype)
         else 'LOCALE = ' || quote_literal(
             o.collcollate -- before 15
             o.colliculocale -- since 15 before 17
             o.colllocale -- since 17
             ) end,
    case when not o.collisdeterministic then 'DETERMINISTIC = false' end) || ')'
from pg_collation o join pg_namespace n on n.oid = o.collnamespace where o.oid = {oid}

-- make conversion
select 'CREATE ' || case when k.condefault then 'DEFAULT ' else '' end || 'CONVERSION ' || quote_ident(n.nspname) || '.'
    || quote_ident(k.conname) || ' FOR ' || quote_literal(pg_encoding_to_char(k.conforencoding)) || ' TO '
    || quote_literal(pg_encoding_to_char(k.contoencoding)) || ' FROM ' || k.conproc::oid::regproc
from pg_conversion k join pg_namespace n on n.oid = k.connamespace where k.oid = {oid}

-- make cast
select concat_ws(' ', 'CREATE CAST (' || format_type(k.castsource, null) || ' AS ' || format_type(k.casttarget, null) || ')',
    case k.castmethod when 'b' then 'WITHOUT FUNCTION' when 'i' then 'WITH INOUT'
        else 'WITH FUNCTION ' || k.castfunc::regprocedure end,
    case k.castcontext when 'a' then 'AS ASSIGNMENT' when 'i' then 'AS IMPLICIT' end)
from pg_cast k where k.oid = {oid}

-- make operator
select 'CREATE OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || ' (' || concat_ws(', ',
    'FUNCTION = ' || o.oprcode, 'LEFTARG = ' || format_type(nullif(o.oprleft, 0), null),
    'RIGHTARG = ' || format_type(nullif(o.oprright, 0), null),
    'COMMUTATOR = OPERATOR(' || (select quote_ident(s.nspname) || '.' || c.oprname from pg_operator c
        join pg_namespace s on s.oid = c.oprnamespace where c.oid = o.oprcom) || ')',
    'NEGATOR = OPERATOR(' || (select quote_ident(s.nspname) || '.' || c.oprname from pg_operator c
        join pg_namespace s on s.oid = c.oprnamespace where c.oid = o.oprnegate) || ')',
    'RESTRICT = ' || nullif(o.oprrest::oid, 0)::regproc, 'JOIN = ' || nullif(o.oprjoin::oid, 0)::regproc,
    case when o.oprcanhash then 'HASHES' end, case when o.oprcanmerge then 'MERGES' end) || ')'
from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where o.oid = {oid}

-- make operator family
select 'CREATE OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname)
from pg_opfamily f join pg_namespace n on n.oid = f.opfnamespace join pg_am m on m.oid = f.opfmethod where f.oid = {oid}
union all
select 'ALTER OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname)
    || ' ADD ' || q.member
from pg_opfamily f join pg_namespace n on n.oid = f.opfnamespace join pg_am m on m.oid = f.opfmethod
join lateral (
    select 'OPERATOR ' || p.amopstrategy || ' ' || p.amopopr::regoperator as member
    from pg_depend d join pg_amop p on p.oid = d.objid
    where d.classid = 'pg_amop'::regclass and d.refclassid = 'pg_opfamily'::regclass and d.refobjid = f.oid
    union all
    select 'FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, null) || ', '
        || format_type(p.amprocrighttype, null) || ') ' || p.amproc::oid::regprocedure
    from pg_depend d join pg_amproc p on p.oid = d.objid
    where d.classid = 'pg_amproc'::regclass and d.refclassid = 'pg_opfamily'::regclass and d.refobjid = f.oid) q on true
where f.oid = {oid}

-- make operator class
select 'CREATE OPERATOR CLASS ' || quote_ident(n.nspname) || '.' || quote_ident(o.opcname)
    || case when o.opcdefault then ' DEFAULT' else '' end || ' FOR TYPE ' || format_type(o.opcintype, null) || ' USING '
    || quote_ident(m.amname) || ' FAMILY ' || quote_ident(s.nspname) || '.' || quote_ident(f.opfname) || ' AS ' || concat_ws(', ',
    (select string_agg('OPERATOR ' || p.amopstrategy || ' ' || p.amopopr::regoperator, ', ') from pg_depend d
     join pg_amop p on p.oid = d.objid where d.classid = 'pg_amop'::regclass
     and d.refclassid = 'pg_opclass'::regclass and d.refobjid = o.oid),
    (select string_agg('FUNCTION ' || p.amprocnum || ' ' || p.amproc::oid::regprocedure, ', ') from pg_depend d
     join pg_amproc p on p.oid = d.objid where d.classid = 'pg_amproc'::regclass
     and d.refclassid = 'pg_opclass'::regclass and d.refobjid = o.oid),
    'STORAGE ' || format_type(nullif(o.opckeytype, 0), null))
from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace join pg_am m on m.oid = o.opcmethod
join pg_opfamily f on f.oid = o.opcfamily join pg_namespace s on s.oid = f.opfnamespace where o.oid = {oid}

-- make text search dictionary
select 'CREATE TEXT SEARCH DICTIONARY ' || k.oid::regdictionary || ' (TEMPLATE = ' || quote_ident(s.nspname) || '.'
    || quote_ident(t.tmplname) || coalesce(', ' || k.dictinitoption, '') || ')'
from pg_ts_dict k join pg_ts_template t on t.oid = k.dicttemplate join pg_namespace s on s.oid = t.tmplnamespace
where k.oid = {oid}

-- make text search configuration
select 'CREATE TEXT SEARCH CONFIGURATION ' || k.oid::regconfig || ' (PARSER = ' || quote_ident(s.nspname) || '.' || quote_ident(p.prsname) || ')'
from pg_ts_config k join pg_ts_parser p on p.oid = k.cfgparser join pg_namespace s on s.oid = p.prsnamespace where k.oid = {oid}
union all
select 'ALTER TEXT SEARCH CONFIGURATION ' || k.oid::regconfig || ' ADD MAPPING FOR '
    || (select y.alias from ts_token_type(k.cfgparser) y where y.tokid = x.maptokentype) || ' WITH '
    || string_agg(x.mapdict::regdictionary::text, ', ' order by x.mapseqno)
from pg_ts_config k join pg_ts_config_map x on x.mapcfg = k.oid where k.oid = {oid} group by k.oid, k.cfgparser, x.maptokentype

-- make language
select 'CREATE ' || case when l.lanpltrusted then 'TRUSTED ' else '' end || 'LANGUAGE ' || quote_ident(l.lanname) || ' HANDLER '
    || l.lanplcallfoid::regproc || coalesce(' INLINE ' || nullif(l.laninline, 0)::regproc, '')
    || coalesce(' VALIDATOR ' || nullif(l.lanvalidator, 0)::regproc, '')
from pg_language l where l.oid = {oid} and l.lanplcallfoid <> 0

-- make access method
select 'CREATE ACCESS METHOD ' || quote_ident(a.amname) || ' TYPE ' || case a.amtype when 't' then 'TABLE' else 'INDEX' end
    || ' HANDLER ' || a.amhandler::oid::regproc
from pg_am a where a.oid = {oid}

-- make transform
select 'CREATE TRANSFORM FOR ' || format_type(t.trftype, null) || ' LANGUAGE ' || quote_ident(l.lanname) || ' (' || concat_ws(', ',
    'FROM SQL WITH FUNCTION ' || nullif(t.trffromsql::oid, 0)::regprocedure,
    'TO SQL WITH FUNCTION ' || nullif(t.trftosql::oid, 0)::regprocedure) || ')'
from pg_transform t join pg_language l on l.oid = t.trflang where t.oid = {oid}

-- make foreign data wrapper
select concat_ws(' ', 'CREATE FOREIGN DATA WRAPPER', quote_ident(w.fdwname), 'HANDLER ' || nullif(w.fdwhandler, 0)::regproc,
    'VALIDATOR ' || nullif(w.fdwvalidator, 0)::regproc, 'OPTIONS (' || (
    select string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', ') from pg_options_to_table(w.fdwoptions) o
    where o.option_name !~* '^(password|sslpassword|passwd|passcode)$') || ')')
from pg_foreign_data_wrapper w where w.oid = {oid}

-- make server
select concat_ws(' ', 'CREATE SERVER', quote_ident(s.srvname), 'TYPE ' || quote_literal(s.srvtype), 'VERSION ' || quote_literal(s.srvversion),
    'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname), 'OPTIONS (' || (
    select string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', ') from pg_options_to_table(s.srvoptions) o
    where o.option_name !~* '^(password|sslpassword|passwd|passcode)$') || ')')
from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw where s.oid = {oid}

-- make user mapping
select 'CREATE USER MAPPING FOR ' || case when m.umuser = 0 then 'PUBLIC' else quote_ident(m.usename) end || ' SERVER ' || quote_ident(m.srvname)
from pg_user_mappings m where m.umid = {oid}

-- make publication
select concat_ws(' ', 'CREATE PUBLICATION', quote_ident(p.pubname),
    case when p.puballtables then 'FOR ALL TABLES' else 'FOR ' || nullif(concat_ws(', ',
        (select string_agg('TABLE ONLY ' || r.prrelid::regclass
                || coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) -- since 15
                    from pg_attribute a where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)) || ')', '') -- since 15
                || coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', '') -- since 15
                , ', ' order by r.prrelid::regclass::text)
         from pg_publication_rel r where r.prpubid = p.oid)
        , (select string_agg('TABLES IN SCHEMA ' || quote_ident(s.nspname), ', ') -- since 15
         from pg_publication_namespace m join pg_namespace s on s.oid = m.pnnspid where m.pnpubid = p.oid) -- since 15
        ), '') end,
    'WITH (publish = ' || quote_literal(concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
        case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end))
        || case when p.pubviaroot then ', publish_via_partition_root = true' else '' end -- since 13
        || case when p.pubgencols = 's' then ', publish_generated_columns = stored' else '' end -- since 18
        || ')')
from pg_publication p where p.oid = {oid}
