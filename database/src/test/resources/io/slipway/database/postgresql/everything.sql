-- At least one object of every kind that a fingerprint tells, in SQL that every supported version takes.
-- The roles catalogue_app and catalogue_owner are there already; a statement ends in two semicolons.
create schema app;;
create schema "Odd Name";;
comment on schema app is 'the application''s';;
create collation app.byte_order from "C";;
create type app.mood as enum ('sad', 'so-so', 'happy');;
create type app.address as (street text, "House No" integer, city text collate "C");;
create type app.length_range as range (subtype = double precision, subtype_diff = float8mi);;
create domain app.email as text constraint email_has_at check (value like '%@%');;
create domain app.positive as integer not null default 1 check (value > 0);;
create type app.raw;;
create function app.raw_in(cstring) returns app.raw language internal immutable strict as 'textin';;
create function app.raw_out(app.raw) returns cstring language internal immutable strict as 'textout';;
create type app.raw (input = app.raw_in, output = app.raw_out, like = text);;
create sequence public.invoice_no as bigint start 100 increment 5 minvalue 10 maxvalue 100000 cache 7 cycle;;
create table public.customer (
    id serial primary key,
    email app.email not null unique,
    name varchar(80) collate "C" default 'nobody' not null,
    mood app.mood default 'happy',
    moods app.mood[],
    home app.address,
    balance numeric(12, 2) default 0.00,
    born date,
    seen timestamptz default (now() at time zone 'utc'),
    invoice bigint default nextval('public.invoice_no'),
    price integer, "position" text, "user" text,
    constraint balance_limit check (balance > -1000 and balance is distinct from 13));;
alter table public.customer add constraint late check (born < '2100-01-01'::date) not valid;;
alter table public.customer alter column name set statistics 500, alter column email set storage external,
    alter column name set (n_distinct = 77);;
alter table public.customer set (fillfactor = 71, autovacuum_enabled = false, toast.autovacuum_enabled = false);;
create table public.orders (
    id bigint generated always as identity (start with 7),
    customer_id integer not null references public.customer on delete cascade on update set null
        deferrable initially deferred,
    total integer, doubled integer generated always as (total * 2) stored,
    during tsrange, at timestamp default localtimestamp, note text,
    primary key (id), constraint orders_during exclude using gist (during with &&));;
create index orders_at on public.orders using btree (at desc nulls last) include (total) where total > 5;;
create unique index orders_note on public.orders (lower(note), substring(note from 2 for 3), (at at time zone 'utc'));;
create index orders_hash on public.orders using hash (total) with (fillfactor = 60);;
alter index public.orders_note alter column 1 set statistics 250;;
create statistics app.orders_stats (ndistinct, dependencies) on customer_id, total from public.orders;;
create table app.event (at date not null, region text, body jsonb, constraint event_key primary key (at, region))
    partition by range (at);;
create table app.event_2020 partition of app.event for values from ('2020-01-01') to ('2021-01-01')
    partition by list (region);;
create table app.event_2020_eu partition of app.event_2020 for values in ('de', 'fr');;
create table app.event_rest partition of app.event default;;
create index event_body on app.event using gin (body jsonb_path_ops);;
create table app.hashed (id integer) partition by hash (id);;
create table app.hashed_0 partition of app.hashed for values with (modulus 2, remainder 0);;
create table app.parent (id integer not null, label text, constraint label_short check (length(label) < 9));;
create table app.child (extra integer, label text) inherits (app.parent);;
create table app.of_address of app.address (city not null);;
create unlogged table app.scratch (id integer, constraint scratch_id unique (id));;
create table "Odd Name"."Table.1" ("Col 1" integer, "select" text, constraint "c.1" unique ("Col 1"));;
alter table app.parent replica identity full;;
alter table app.scratch alter column id set not null;;
alter table app.scratch replica identity using index scratch_id;;
create view app.one_source as
    select c.id, c.name as called, c.price + 1 as "more", exists (select 1 from public.orders o where o.customer_id = c.id) as any,
        c.born is distinct from c.seen::date as other_day, c.mood::text as mood
    from public.customer c where c.price > 3 and c.name ~ 'x' order by c.id desc limit 5;;
create view app.two_sources with (security_barrier) as
    select c.id, o.id as order_id, c.name, o.total from public.customer c join public.orders o on o.customer_id = c.id
    where c.price > o.total;;
create view app.using_join as select id, p.label, c.extra from app.parent p join app.child c using (id);;
create view app.grouped as
    select mood, count(*) as n, sum(balance) filter (where balance > 0) as owed from public.customer
    group by mood having count(*) > 1 order by mood;;
create view app.united as select id, name from public.customer union all select id, label from app.parent order by 1;;
create view app.tree as
    with recursive r (id, depth) as (
        select id, 1 from app.parent union all select p.id, r.depth + 1 from app.parent p join r on p.id = r.id + 1)
    select r.id, r.depth from r;;
create view app.windows as
    select id, rank() over w as place, lag(price, 1) over (partition by mood order by id) as last
    from public.customer window w as (partition by mood order by price desc rows between 1 preceding and current row);;
create view app.subquery as select s.id, s.n from (select c.id, count(*) as n from public.customer c group by c.id) s;;
create view app.lateral_join as
    select p.id, l.total from app.parent p cross join lateral (select o.total from public.orders o where o.id = p.id) l;;
create view app.special_syntax as
    select substring(name from 2 for 3) as a, position('x' in name) as b, trim(both 'x' from name) as c,
        trim(leading from name) as d, overlay(name placing 'yy' from 1 for 2) as e, seen at time zone 'utc' as f,
        (seen, seen) overlaps (seen, seen) as g, coalesce(price, 0) as h, nullif(name, '') as i,
        case when price > 1 then 'a' else 'b' end as j, current_date as k, array[price, 1] as l,
        price between 1 and 2 as m, name in ('a', 'b') as n, name like 'a%' as o, (home).city as p, moods[1] as q,
        cast(price as text) as r, not (price = 1) as s, xmlelement(name x, name) as t, "user", "position",
        collation for (name) as u, trim(trailing 'z' from name || 'q') as v, interval '1 day' as w, position(name in ('x' || name)) as x,
        timestamptz '2020-01-01 00:00:00+01' as y, 1.50 as z
    from public.customer;;
create view app.functions as select g.n, f.x from generate_series(1, 3) with ordinality g (n, o),
    unnest(array['a', 'b']) f (x);;
create view app.one_function as select g from generate_series(1, 3) g;;
create view app.listed as values (1, 'a'), (2, 'b');;
create view app.checked as select id, label from app.parent where id > 0 with cascaded check option;;
alter view app.checked alter column label set default 'unlabelled';;
comment on column app.checked.id is 'the id';;
create materialized view app.stored as select id, name from public.customer where price > 3 with data;;
create materialized view app.unfilled as select count(*) as n from public.orders with no data;;
create unique index stored_id on app.stored (id);;
create rule parent_quiet as on delete to app.parent where old.id > 5 do instead nothing;;
create rule parent_log as on update to app.parent do also insert into app.scratch select new.id where new.id <> old.id;;
create function public.f(integer, text default 'x') returns integer language sql stable strict parallel safe cost 7
    as 'select $1';;
create function app.rows(out a integer, out b text) returns setof record language plpgsql rows 30 security definer
    set search_path = app, public set work_mem = '9MB'
    as $$ begin a := 1; return next; end $$;;
create function app.many(variadic integer[]) returns table (x integer) language sql leakproof as 'select 1';;
create procedure app.p(inout x integer) language plpgsql as $$ begin x := x + 1; commit; end $$;;
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;;
create function app.on_ddl() returns event_trigger language plpgsql as $$ begin end $$;;
create function app.add(state integer, x integer) returns integer language sql immutable as 'select $1 + $2';;
create aggregate app.total(integer) (sfunc = app.add, stype = integer, initcond = '0', combinefunc = app.add, parallel = safe);;
create trigger customer_touch before insert or update of name, price on public.customer for each row
    when (new.price > 1) execute function app.touch();;
create trigger orders_touch after insert on public.orders referencing new table as fresh for each statement
    execute function app.touch();;
create constraint trigger orders_check after update on public.orders deferrable initially deferred for each row
    execute function app.touch();;
alter table public.orders disable trigger orders_touch;;
create trigger event_touch after insert on app.event for each row execute function app.touch();;
create event trigger catalogue_on_ddl on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function app.on_ddl();;
alter event trigger catalogue_on_ddl disable;;
create operator app.|+| (leftarg = integer, rightarg = integer, function = app.add, commutator = operator(app.|+|));;
create operator family app.fam using btree;;
create operator class app.cls for type integer using btree family app.fam as
    operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(integer, integer);;
alter operator family app.fam using btree add operator 1 < (integer, bigint), function 1 (integer, bigint) btint48cmp(integer, bigint);;
create function app.mood_number(app.mood) returns integer language sql immutable as 'select 1';;
create cast (app.mood as integer) with function app.mood_number(app.mood) as assignment;;
create conversion app.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;;
create text search dictionary app.simple_words (template = pg_catalog.simple, stopwords = english);;
create text search configuration app.search (copy = pg_catalog.simple);;
alter text search configuration app.search alter mapping for word with app.simple_words, pg_catalog.simple;;
create function app.talk() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';;
create trusted language sometalk handler app.talk;;
create access method shadow type index handler bthandler;;
create transform for integer language sometalk (from sql with function prsd_lextype(internal));;
create foreign data wrapper nowhere options (debug 'true');;
create server faraway type 'x' version '1' foreign data wrapper nowhere options (host 'h', password 'secret1');;
create user mapping for catalogue_app server faraway options (password 'secret2');;
create foreign table app.remote (id integer options (column_name 'i') not null, label text) server faraway options (table_name 't');;
create publication chosen for table public.orders, app.parent with (publish = 'insert, update');;
create publication everything for all tables;;
alter table public.customer enable row level security;;
alter table public.orders enable row level security, force row level security;;
create policy own on public.customer as restrictive for update to catalogue_app, public
    using (name = current_user) with check (price < 10);;
create policy all_rows on public.customer using (true);;
comment on table public.customer is 'who buys';;
comment on column public.customer.email is 'where to write';;
comment on constraint balance_limit on public.customer is 'not too much';;
comment on index public.orders_at is 'for the list';;
comment on function public.f(integer, text) is 'nothing much';;
comment on trigger customer_touch on public.customer is 'a trigger';;
comment on policy own on public.customer is 'a policy';;
comment on type app.mood is 'a mood';;
comment on domain app.email is 'a domain';;
comment on constraint email_has_at on domain app.email is 'a domain''s constraint';;
comment on view app.two_sources is 'a view';;
comment on sequence public.invoice_no is 'a sequence';;
comment on operator app.|+| (integer, integer) is 'an operator';;
comment on server faraway is 'a server';;
comment on rule parent_log on app.parent is 'a rule';;
comment on publication chosen is 'a publication';;
comment on event trigger catalogue_on_ddl is 'an event trigger';;
comment on statistics app.orders_stats is 'statistics';;
grant select, insert on public.customer to catalogue_app with grant option;;
grant all on public.orders to catalogue_app;;
grant select (id, name), update (name) on public.customer to public;;
grant usage on schema app to catalogue_app;;
grant create on schema public to catalogue_app;;
grant usage, select on sequence public.invoice_no to catalogue_app;;
grant execute on function app.rows() to catalogue_app;;
revoke execute on function public.f(integer, text) from public;;
revoke usage on type app.mood from public;;
grant usage on foreign server faraway to catalogue_app;;
revoke delete on app.parent from current_user;;
alter default privileges in schema app grant select on tables to catalogue_app;;
alter default privileges revoke execute on functions from public;;
alter default privileges for role catalogue_owner grant usage on sequences to catalogue_app;;
alter table app.child owner to catalogue_owner;;
