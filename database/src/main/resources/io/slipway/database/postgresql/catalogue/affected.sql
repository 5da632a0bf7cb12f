-- Which units to read again for what was touched: itself, what depends on it, and above and below it what is inherited.
-- Parameters: numbers of the scripts that touched, catalogues and oids of what was touched.
with recursive
touched as (select t.script, t.classid, t.objid from unnest($1, $2, $3) t (script, classid, objid)),
line_up as (
    select t.script, i.inhparent as oid from touched t join pg_inherits i on i.inhrelid = t.objid
    where t.classid = 'pg_class'::regclass
    union
    select u.script, i.inhparent from line_up u join pg_inherits i on i.inhrelid = u.oid),
line_down as (
    select t.script, i.inhrelid as oid from touched t join pg_inherits i on i.inhparent = t.objid
    where t.classid = 'pg_class'::regclass
    union
    select u.script, i.inhrelid from line_down u join pg_inherits i on i.inhparent = u.oid),
here as (
    select script, classid, objid from touched
    union select script, 'pg_class'::regclass, oid from line_up
    union select script, 'pg_class'::regclass, oid from line_down),
-- a table's row type and every array type are depended on in their own name
named as (
    select script, classid, objid from here
    union all
    select h.script, 'pg_type'::regclass, c.reltype from here h join pg_class c on c.oid = h.objid
    where h.classid = 'pg_class'::regclass and c.reltype <> 0
    union all
    select h.script, 'pg_type'::regclass, y.typarray from here h join pg_class c on c.oid = h.objid
    join pg_type y on y.oid = c.reltype
    where h.classid = 'pg_class'::regclass and y.typarray <> 0
    union all
    select h.script, 'pg_type'::regclass, y.typarray from here h join pg_type y on y.oid = h.objid
    where h.classid = 'pg_type'::regclass and y.typarray <> 0),
dependent as (
    select m.script, d.classid, d.objid from named m
    join pg_depend d on d.refclassid = m.classid and d.refobjid = m.objid),
-- a type's new name is part of the signatures of functions, and those are part of what uses the functions
further as (
    select p.script, d.classid, d.objid from dependent p
    join pg_depend d on d.refclassid = p.classid and d.refobjid = p.objid
    where p.classid = 'pg_proc'::regclass),
found as (
    select script, classid, objid from named
    union select script, classid, objid from dependent
    union select script, classid, objid from further)
select distinct f.script, u.part, u.oid from found f cross join lateral (
    select 'RELATION' as part, coalesce(x.indrelid, c.oid) as oid
    from pg_class c left join pg_index x on x.indexrelid = c.oid
    where f.classid = 'pg_class'::regclass and c.oid = f.objid and c.relkind <> 'c'
    union all
    select 'TYPE', c.reltype from pg_class c
    where f.classid = 'pg_class'::regclass and c.oid = f.objid and c.relkind = 'c'
    union all
    select 'RELATION', y.typrelid from pg_type y
    where f.classid = 'pg_type'::regclass and y.oid = f.objid and y.typrelid <> 0
    union all
    select 'TYPE', case when e.typarray = y.oid then e.oid else y.oid end
    from pg_type y left join pg_type e on e.oid = y.typelem
    where f.classid = 'pg_type'::regclass and y.oid = f.objid
    union all
    select 'TYPE', r.rngtypid from pg_range r
    where f.classid = 'pg_type'::regclass and r.rngmultitypid = f.objid -- since 14
    where false -- before 14
    union all
    select 'ROUTINE', f.objid where f.classid = 'pg_proc'::regclass
    union all
    select 'SCHEMA', f.objid where f.classid = 'pg_namespace'::regclass
    union all
    select 'RELATION', a.adrelid from pg_attrdef a where f.classid = 'pg_attrdef'::regclass and a.oid = f.objid
    union all
    select 'RELATION', w.ev_class from pg_rewrite w where f.classid = 'pg_rewrite'::regclass and w.oid = f.objid
    union all
    select 'RELATION', g.tgrelid from pg_trigger g where f.classid = 'pg_trigger'::regclass and g.oid = f.objid
    union all
    select 'RELATION', p.polrelid from pg_policy p where f.classid = 'pg_policy'::regclass and p.oid = f.objid
    union all
    select 'RELATION', s.stxrelid from pg_statistic_ext s
    where f.classid = 'pg_statistic_ext'::regclass and s.oid = f.objid
    union all
    select case when k.contypid <> 0 then 'TYPE' else 'RELATION' end,
           case when k.contypid <> 0 then k.contypid else k.conrelid end
    from pg_constraint k where f.classid = 'pg_constraint'::regclass and k.oid = f.objid
    union all
    select 'REST', 0 where f.classid not in (
        'pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_namespace'::regclass,
        'pg_attrdef'::regclass, 'pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass,
        'pg_statistic_ext'::regclass, 'pg_constraint'::regclass)
) u
