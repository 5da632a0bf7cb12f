-- Event triggers, apart from Slipway's own.
select g.oid as unit, 'pg_event_trigger'::regclass::oid as part_class, g.oid as part, 0 as sub, 'event trigger' as kind,
       g.evtname::text as n1, null::text as n2, null::text as n3, ''::text as suffix, true as listed,
       concat_ws(E'\n', 'on ' || g.evtevent,
           'when tag in ' || (select string_agg(t, ', ' order by t) from unnest(g.evttags) t),
           case g.evtenabled when 'D' then 'disabled' when 'R' then 'enabled on a replica'
                             when 'A' then 'enabled always' end) as facts,
       'execute ' || g.evtfoid::regprocedure as code,
       null::aclitem[] as acl, 0::oid as owner, null::"char" as acl_kind, null::oid[] as near
from pg_event_trigger g
where g.evtname !~ '^slipway_' and {members pg_event_trigger g.oid}
