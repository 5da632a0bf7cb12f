-- What event triggers do not tell: themselves, and the names of roles; and what the watch needs to know of its session.
select (select md5(string_agg(r.oid || ' ' || r.rolname, ',' order by r.oid)) from pg_catalog.pg_roles r) as roles,
       (select md5(string_agg(concat_ws(' ', g.oid, g.xmin, g.evtname, g.evtenabled), ',' order by g.oid))
        from pg_catalog.pg_event_trigger g where g.evtname !~ '^slipway_') as event_triggers,
       (select count(*) from pg_catalog.pg_event_trigger g
        where g.evtname in ('slipway_made', 'slipway_dropped') and g.evtenabled = 'A') = 2
           and coalesce(pg_catalog.current_setting('event_triggers', true), 'on') = 'on' as complete,
       (select string_agg(p.name, ',') from pg_catalog.pg_prepared_statements p where p.name ~ '^slipway_') as prepared,
       pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()) & 4294967295 as oldest,
       (select max(t.id) from slipway_watch.touched t) as newest
