package io.slipway.database.postgresql;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** What somebody does by hand in a database that has {@code everything.sql}: an edit of each kind in turn, drawn by chance. */
final class RandomEdits {
    private static final List<String> TYPES = List.of(
            "integer",
            "bigint",
            "text",
            "varchar(30)",
            "numeric(8, 2)",
            "date",
            "timestamptz",
            "boolean",
            "jsonb",
            "uuid",
            "app.mood",
            "integer[]");

    private final Random random;
    private final Catalogue catalogue;
    private final Map<String, Supplier<String>> kinds = new LinkedHashMap<>();
    private int number;

    /** @param oneWay whether there need be no way back: what a parent's children inherit cannot be brought into order */
    record Edit(String kind, List<String> statements, boolean oneWay) {}

    RandomEdits(long seed, Catalogue catalogue) {
        this.random = new Random(seed);
        this.catalogue = catalogue;
        columns();
        constraintsAndIndexes();
        relations();
        routines();
        types();
        rights();
        rest();
    }

    int kinds() {
        return kinds.size();
    }

    /** @param turn which kind's turn it is */
    Edit next(int turn) {
        List<String> names = List.copyOf(kinds.keySet());
        String kind = names.get(turn % names.size());
        number++;
        List<String> statements = List.of(kinds.get(kind).get().split(";;"));
        boolean oneWay = kind.equals("drop any column") && statements.get(0).startsWith("alter table app.parent ");
        return new Edit(kind, statements, oneWay);
    }

    private void columns() {
        kinds.put(
                "add column",
                () -> "alter table " + table() + " add " + fresh("c") + " " + one(TYPES)
                        + one(List.of("", " default null", " unique", " check (1 < 2)")));
        kinds.put(
                "add column with default",
                () -> "alter table " + table() + " add " + fresh("c")
                        + one(List.of(
                                " integer not null default 7",
                                " text default 'x'",
                                " timestamptz default now()",
                                " bigint generated always as identity")));
        kinds.put("drop any column", () -> {
            String column = column("");
            return "alter table " + owner(column) + " drop " + own(column) + " cascade";
        });
        kinds.put("column anew", () -> {
            String column = one(List.of(
                    "public.customer.id", "public.customer.price", "public.orders.total", "public.orders.customer_id"));
            return "alter table " + owner(column) + " drop " + own(column) + " cascade, add " + own(column) + " "
                    + one(List.of("integer", "integer default 3", "bigint"));
        });
        kinds.put(
                "generated column",
                () -> one(List.of(
                        "alter table public.orders drop doubled, add doubled integer generated always as (total * 3) stored",
                        "alter table public.orders drop doubled, add doubled integer",
                        "alter table public.orders alter doubled drop expression",
                        "alter table public.orders add " + fresh("g")
                                + " text generated always as (lower(note)) stored;; alter table public.orders drop doubled",
                        "alter table app.parent add " + fresh("g")
                                + " integer generated always as (length(label)) stored")));
        kinds.put("drop new column", () -> "alter table public.orders drop note cascade");
        kinds.put("rename column", () -> {
            String column = column("");
            return "alter table " + owner(column) + " rename " + own(column) + " to " + fresh("c");
        });
        kinds.put("set default", () -> {
            String column = column("type integer");
            return "alter table " + owner(column) + " alter " + own(column) + " set default " + random.nextInt(100);
        });
        kinds.put("drop default", () -> {
            String column = column("default ");
            return "alter table " + owner(column) + " alter " + own(column) + " drop default";
        });
        kinds.put("not null", () -> {
            String column = column("");
            return "alter table " + owner(column) + " alter " + own(column) + one(List.of(" set", " drop"))
                    + " not null";
        });
        kinds.put("column type", () -> {
            String column = one(List.of(
                    "public.customer.price",
                    "public.customer.position",
                    "public.customer.balance",
                    "public.orders.note",
                    "app.parent.label",
                    "app.scratch.id",
                    "public.customer.name"));
            return "alter table " + owner(column) + " alter " + quoted(own(column)) + " type "
                    + switch (own(column)) {
                        case "price", "id" -> "bigint";
                        case "balance" -> "numeric(" + (14 + random.nextInt(9)) + ", 2)";
                        default -> "varchar(" + (100 + random.nextInt(100)) + ")";
                    };
        });
        kinds.put("column statistics", () -> {
            String column = column("");
            return "alter table " + owner(column) + " alter " + own(column) + " set statistics "
                    + (1 + random.nextInt(1000));
        });
        kinds.put("column storage", () -> {
            String column = column("type text");
            return "alter table " + owner(column) + " alter " + own(column) + " set storage "
                    + one(List.of("main", "external"));
        });
        kinds.put("column option", () -> {
            String column = column("");
            return "alter table " + owner(column) + " alter " + own(column) + " set (n_distinct = "
                    + random.nextInt(900) + ")";
        });
    }

    private void constraintsAndIndexes() {
        kinds.put("add check", () -> {
            String column = column("type integer");
            return "alter table " + owner(column) + " add constraint " + fresh("ck") + " check (" + own(column) + " > -"
                    + random.nextInt(1000) + ")" + one(List.of("", " not valid"));
        });
        kinds.put("add unique", () -> {
            String column = column("type integer");
            return "alter table " + owner(column) + " add constraint " + fresh("uq") + " unique (" + own(column) + ")"
                    + one(List.of("", " deferrable", " with (fillfactor = 70)"));
        });
        kinds.put("add foreign key", () -> {
            String column = column("type integer");
            return "alter table " + owner(column) + " add constraint " + fresh("fk") + " foreign key (" + own(column)
                    + ") references public.customer"
                    + one(List.of("", " on delete set null", " deferrable", " not valid"));
        });
        kinds.put("drop constraint", () -> {
            String constraint = object("constraint", "");
            return "alter table " + owner(constraint) + " drop constraint " + own(constraint) + " cascade";
        });
        kinds.put("rename constraint", () -> {
            String constraint = object("constraint", "");
            return "alter table " + owner(constraint) + " rename constraint " + own(constraint) + " to " + fresh("k");
        });
        kinds.put("create index", () -> {
            String column = column("type integer");
            return "create " + one(List.of("", "unique ")) + "index " + fresh("i") + " on " + owner(column) + " ("
                    + own(column) + one(List.of("", " desc", " desc nulls last")) + ")"
                    + one(List.of("", " where " + own(column) + " > " + random.nextInt(50), " with (fillfactor = 66)"));
        });
        kinds.put("drop index", () -> "drop index " + object("index", ""));
        kinds.put("rename index", () -> "alter index " + object("index", "") + " rename to " + fresh("i"));
        kinds.put(
                "create statistics",
                () -> "create statistics app." + fresh("s") + one(List.of("", " (ndistinct)", " (mcv)"))
                        + " on total, note from public.orders");
        kinds.put("drop statistics", () -> "drop statistics app.orders_stats");
    }

    private void relations() {
        kinds.put("create table", () -> {
            String table = one(List.of("public.", "app.")) + fresh("t");
            return "create " + one(List.of("", "unlogged ")) + "table " + table + " (id "
                    + one(List.of("serial", "integer", "bigint generated by default as identity"))
                    + " primary key, a " + one(TYPES) + ", b " + one(TYPES) + " not null);; create index on " + table
                    + " (a);; comment on column " + table + ".b is 'by hand'";
        });
        kinds.put("create partitioned table", () -> {
            String table = "app." + fresh("p");
            return "create table " + table + " (id integer, at date) partition by range (at);; create table " + table
                    + "_1 partition of " + table
                    + " for values from ('2026-01-01') to ('2027-01-01');; create index on "
                    + table + " (id)";
        });
        kinds.put(
                "drop table",
                () -> "drop table "
                        + one(List.of(
                                "app.event_rest",
                                "app.scratch",
                                "app.of_address",
                                "app.hashed_0",
                                "app.hashed",
                                "\"Odd Name\".\"Table.1\"",
                                "app.child"))
                        + " cascade");
        kinds.put("rename table", () -> "alter table " + table() + " rename to " + fresh("t"));
        kinds.put(
                "move table",
                () -> "alter table " + one(List.of("app.scratch", "app.hashed", "app.of_address"))
                        + " set schema public");
        kinds.put(
                "table option",
                () -> "alter table " + table() + " set (fillfactor = " + (20 + random.nextInt(50)) + ")");
        kinds.put(
                "row level security",
                () -> "alter table " + table() + one(List.of(" enable", " disable", " force")) + " row level security");
        kinds.put(
                "partition",
                () -> one(List.of(
                        "alter table app.event detach partition app.event_rest",
                        "create table app.event_" + (2021 + random.nextInt(50))
                                + " partition of app.event for values from ('2100-01-01') to ('2101-01-01')",
                        "create table app.hashed_1 partition of app.hashed for values with (modulus 2, remainder 1)")));
        kinds.put(
                "create view",
                () -> "create view app." + fresh("v") + one(List.of("", " with (security_barrier)"))
                        + " as select id, name from public.customer where price > " + random.nextInt(100));
        kinds.put(
                "replace view",
                () -> "create or replace view app.using_join as select id, p.label, c.extra, " + random.nextInt(100)
                        + " as more from app.parent p join app.child c using (id)");
        kinds.put("drop view", () -> "drop view " + object("view", ""));
        kinds.put(
                "create materialized view",
                () -> "create materialized view app." + fresh("m") + " as select mood, " + random.nextInt(100)
                        + " as n from public.customer" + one(List.of("", " with no data")));
        kinds.put("refresh", () -> "refresh materialized view app.unfilled");
        kinds.put(
                "sequence",
                () -> one(List.of(
                        "alter sequence public.invoice_no increment " + (6 + random.nextInt(50)),
                        "create sequence app." + fresh("q") + " start " + (1 + random.nextInt(99)),
                        "alter sequence public.invoice_no owned by public.customer.invoice")));
    }

    private void routines() {
        kinds.put(
                "create function",
                () -> "create function app." + fresh("f") + "(a integer, b text default 'x') returns "
                        + one(List.of("integer", "bigint")) + " language sql "
                        + one(List.of("immutable", "stable", "volatile"))
                        + " as 'select " + random.nextInt(1000) + "'");
        kinds.put(
                "replace function",
                () -> "create or replace function app.touch() returns trigger language plpgsql as $$ begin /* "
                        + random.nextInt(1000) + " */ return new; end $$");
        kinds.put(
                "alter function",
                () -> "alter function "
                        + one(List.of("app.rows()", "public.f(integer, text)", "app.mood_number(app.mood)"))
                        + one(List.of(
                                " cost " + (2 + random.nextInt(500)),
                                " security definer",
                                " parallel restricted",
                                " set work_mem = '" + (1 + random.nextInt(50)) + "MB'")));
        kinds.put(
                "drop function",
                () -> "drop function "
                        + one(List.of(
                                "app.rows()",
                                "app.many(integer[])",
                                "public.f(integer, text)",
                                "app.mood_number(app.mood) cascade")));
        kinds.put(
                "procedure",
                () -> "create or replace procedure app." + one(List.of("p", fresh("p")))
                        + "(inout x integer) language plpgsql as $$ begin x := x + " + random.nextInt(100)
                        + "; end $$");
        kinds.put(
                "aggregate",
                () -> "create aggregate app." + fresh("a") + "(integer) (sfunc = app.add, stype = integer, initcond = '"
                        + random.nextInt(9) + "')");
        kinds.put(
                "create trigger",
                () -> "create trigger " + fresh("g") + one(List.of(" before", " after")) + " update on "
                        + one(List.of("public.customer", "public.orders", "app.parent"))
                        + " for each row execute function app.touch()");
        kinds.put(
                "alter trigger",
                () -> one(List.of(
                        "drop trigger customer_touch on public.customer",
                        "alter table public.customer disable trigger customer_touch",
                        "alter table public.orders enable trigger orders_touch",
                        "alter trigger customer_touch on public.customer rename to " + fresh("g"))));
        kinds.put(
                "event trigger",
                () -> one(List.of(
                        "alter event trigger catalogue_on_ddl enable",
                        "drop event trigger catalogue_on_ddl",
                        "create event trigger " + fresh("e") + " on sql_drop execute function app.on_ddl()")));
        kinds.put(
                "rule",
                () -> one(List.of(
                        "drop rule parent_quiet on app.parent",
                        "alter table app.parent disable rule parent_log",
                        "create rule " + fresh("r") + " as on delete to app.child do also nothing")));
    }

    private void types() {
        kinds.put(
                "enum",
                () -> one(List.of(
                        "alter type app.mood add value '" + fresh("l") + "'",
                        "alter type app.mood rename value 'sad' to '" + fresh("l") + "'",
                        "create type app." + fresh("e") + " as enum ('a', 'b')",
                        "alter type app.mood add value '" + fresh("l") + "' before 'happy'")));
        kinds.put(
                "composite",
                () -> one(List.of(
                        "alter type app.address add attribute " + fresh("x") + " text cascade",
                        "create type app." + fresh("y") + " as (a integer, b text)",
                        "alter type app.address rename attribute street to " + fresh("x") + " cascade")));
        kinds.put(
                "domain",
                () -> one(List.of(
                        "alter domain app.positive set default " + random.nextInt(9),
                        "alter domain app.positive drop not null",
                        "alter domain app.email add constraint " + fresh("k") + " check (length(value) < "
                                + (90 + random.nextInt(99)) + ")",
                        "create domain app." + fresh("d") + " as text not null",
                        "alter domain app.email drop constraint email_has_at")));
        kinds.put(
                "range and collation",
                () -> one(List.of(
                        "create type app." + fresh("r") + " as range (subtype = integer)",
                        "drop type app.length_range",
                        "create collation app." + fresh("c") + " from \"C\"",
                        "alter collation app.byte_order rename to " + fresh("c"))));
        kinds.put(
                "operator and cast",
                () -> one(List.of(
                        "drop operator app.|+|(integer, integer)",
                        "drop cast (app.mood as integer)",
                        "drop operator class app.cls using btree",
                        "create operator app.|-| (leftarg = integer, rightarg = integer, function = app.add)")));
    }

    private void rights() {
        kinds.put(
                "comment",
                () -> one(List.of(
                        "comment on table public.customer is '" + fresh("w") + "'",
                        "comment on column public.orders.total is 'it''s " + number + "'",
                        "comment on function app.touch() is 'touches'",
                        "comment on schema app is null",
                        "comment on constraint balance_limit on public.customer is null",
                        "comment on index public.orders_at is 'by hand'",
                        "comment on view app.grouped is 'by hand'")));
        kinds.put(
                "grant",
                () -> "grant " + one(List.of("select", "insert", "update", "delete")) + " on "
                        + one(List.of("app.parent", "app.grouped", "public.customer")) + " to "
                        + one(List.of("public", "catalogue_owner")));
        kinds.put(
                "revoke",
                () -> one(List.of(
                        "revoke insert on public.customer from catalogue_app",
                        "revoke usage on schema app from catalogue_app",
                        "revoke update (name) on public.customer from public",
                        "revoke execute on function app.touch() from public")));
        kinds.put(
                "default privileges",
                () -> one(List.of(
                        "alter default privileges in schema app grant " + one(List.of("insert", "update"))
                                + " on tables to catalogue_app",
                        "alter default privileges revoke usage on types from public",
                        "alter default privileges in schema public grant execute on functions to catalogue_owner")));
        kinds.put(
                "policy",
                () -> one(List.of(
                        "create policy " + fresh("o") + " on public.orders for select using (total > "
                                + random.nextInt(99) + ")",
                        "alter policy own on public.customer to catalogue_app",
                        "drop policy all_rows on public.customer")));
    }

    private void rest() {
        kinds.put(
                "schema",
                () -> one(List.of("create schema " + fresh("h"), "alter schema \"Odd Name\" rename to " + fresh("h"))));
        kinds.put(
                "publication",
                () -> one(List.of(
                        "alter publication chosen set (publish = 'delete')",
                        "create publication " + fresh("b") + " for table app.parent",
                        "drop publication everything",
                        "alter publication chosen add table app.child")));
        kinds.put(
                "foreign data",
                () -> one(List.of(
                        "alter server faraway options (set host 'h" + number + "')",
                        "alter foreign table app.remote options (set table_name 't" + number + "')",
                        "create user mapping for public server faraway",
                        "alter server faraway version '" + number + "'",
                        "drop foreign table app.remote")));
        kinds.put(
                "text search",
                () -> one(List.of(
                        "alter text search dictionary app.simple_words (accept = false)",
                        "alter text search configuration app.search drop mapping for word",
                        "create text search configuration app." + fresh("x") + " (copy = pg_catalog.english)")));
    }

    private String fresh(String start) {
        return "hand_" + start + number + "_" + random.nextInt(1000);
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String table() {
        return one(List.of(
                "public.customer",
                "public.orders",
                "app.parent",
                "app.scratch",
                "app.hashed",
                "\"Odd Name\".\"Table.1\""));
    }

    /** A column of an ordinary table. */
    private String column(String with) {
        List<String> names = new ArrayList<>();
        for (CatalogueObject object : catalogue.objects().values()) {
            if (object.kind().equals("column")
                    && object.definition().contains(with)
                    && object.name().matches("public\\.(customer|orders)\\..*|app\\.(parent|scratch)\\..*")) {
                names.add(object.name());
            }
        }
        return one(names);
    }

    private String object(String kind, String with) {
        return one(catalogue.objects().values().stream()
                .filter(each -> each.kind().equals(kind) && each.definition().contains(with))
                .map(CatalogueObject::name)
                .toList());
    }

    private static String owner(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String own(String name) {
        String own = name.substring(name.lastIndexOf('.') + 1);
        return own.equals("user") || own.equals("position") ? quoted(own) : own;
    }

    private static String quoted(String name) {
        return name.startsWith("\"") ? name : '"' + name + '"';
    }
}
