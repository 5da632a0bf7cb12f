-- Writes down what every DDL statement touches. SECURITY DEFINER: a script may have become another role.
create schema if not exists slipway_watch;
grant usage on schema slipway_watch to public;
create unlogged table if not exists slipway_watch.touched (
    id bigint generated always as identity primary key,
    classid oid, objid oid, tag text not null, kind text, dropped boolean not null);
grant select on slipway_watch.touched to public;
create unlogged table if not exists slipway_watch.picture (valid_for text not null, content bytea not null);
create or replace function slipway_watch.made() returns event_trigger
language plpgsql security definer set search_path = pg_catalog as $body$
begin
    insert into slipway_watch.touched (classid, objid, tag, kind, dropped)
    select c.classid, c.objid, c.command_tag, c.object_type, false from pg_event_trigger_ddl_commands() c;
    if not found then
        insert into slipway_watch.touched (tag, dropped) values (tg_tag, false);
    end if;
end $body$;
create or replace function slipway_watch.dropped() returns event_trigger
language plpgsql security definer set search_path = pg_catalog as $body$
begin
    insert into slipway_watch.touched (classid, objid, tag, kind, dropped)
    select distinct d.classid, d.objid, tg_tag, '', true from pg_event_trigger_dropped_objects() d;
end $body$;
do $do$
begin
    if not exists (select from pg_event_trigger where evtname = 'slipway_made') then
        create event trigger slipway_made on ddl_command_end execute function slipway_watch.made();
        create event trigger slipway_dropped on sql_drop execute function slipway_watch.dropped();
    end if;
end $do$;
alter event trigger slipway_made enable always;
alter event trigger slipway_dropped enable always;
