package io.slipway.database.mariadb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** What somebody does by hand in a database that has {@code everything.sql}: an edit of each kind in turn, drawn by chance. */
final class MariadbRandomEdits {
    private static final List<String> TYPES = List.of(
            "integer",
            "bigint unsigned",
            "text",
            "varchar(30)",
            "decimal(8, 2)",
            "date",
            "datetime(3)",
            "boolean",
            "blob");

    private static final List<String> TABLES = List.of("customer", "orders", "numbered", "remembered");

    private final Random random;
    private final Map<String, Supplier<String>> kinds = new LinkedHashMap<>();
    private int number;

    MariadbRandomEdits(long seed) {
        this.random = new Random(seed);
        columns();
        keys();
        tables();
        others();
    }

    int kinds() {
        return kinds.size();
    }

    /** @param turn which kind's turn it is */
    List<String> next(int turn) {
        number++;
        return List.of(
                List.copyOf(kinds.values()).get(turn % kinds.size()).get().split(";;"));
    }

    private void columns() {
        kinds.put(
                "add column",
                () -> "alter table " + one(TABLES) + " add " + fresh("c") + " " + one(TYPES)
                        + one(List.of("", " not null", " comment 'by hand'", " unique")) + one(List.of("", " first")));
        kinds.put(
                "add column with default",
                () -> "alter table orders add " + fresh("c")
                        + one(List.of(
                                " integer not null default 7",
                                " varchar(9) default 'it''s'",
                                " timestamp default current_timestamp on update current_timestamp",
                                " integer invisible"))
                        + " after customer_id");
        kinds.put(
                "drop column",
                () -> one(List.of(
                        "alter table orders drop total",
                        "alter table orders drop note",
                        "alter table customer drop born",
                        "alter table customer drop body",
                        "alter table customer drop doubled, drop mood",
                        "alter table numbered drop label")));
        kinds.put(
                "rename column",
                () -> "alter table "
                        + one(List.of(
                                "orders rename column note to ",
                                "customer rename column mood to ",
                                "numbered rename column label to "))
                        + fresh("c"));
        kinds.put(
                "default",
                () -> one(List.of(
                        "alter table orders alter total set default " + random.nextInt(90),
                        "alter table customer alter label drop default",
                        "alter table customer alter price set default (2 + " + random.nextInt(9) + ")")));
        kinds.put(
                "column type",
                () -> one(List.of(
                        "alter table orders modify note varchar(" + (31 + random.nextInt(99)) + ")",
                        "alter table orders modify total bigint not null",
                        "alter table customer modify label varchar(20) character set utf8mb4",
                        "alter table customer modify mood enum ('sad', 'so-so', 'happy') default 'sad'",
                        "alter table numbered modify label varchar(9) collate utf8mb4_general_ci not null")));
        kinds.put(
                "column order",
                () -> "alter table orders modify " + one(List.of("note varchar(30)", "total integer"))
                        + one(List.of(" first", " after id")));
        kinds.put(
                "generated column",
                () -> one(List.of(
                        "alter table customer modify doubled integer generated always as (id * "
                                + (3 + random.nextInt(9)) + ") virtual",
                        "alter table customer drop tripled;; alter table customer add tripled integer as (price * 4) stored",
                        "alter table customer modify tripled integer",
                        "alter table orders add " + fresh("g") + " integer as (total + 1) virtual")));
    }

    private void keys() {
        kinds.put(
                "create index",
                () -> "create " + one(List.of("", "unique ")) + "index " + fresh("i") + " on "
                        + one(List.of("orders (total)", "orders (total, note(5))", "customer (born desc)")));
        kinds.put(
                "drop index",
                () -> "drop index "
                        + one(List.of(
                                "orders_note on orders", "customer_city on customer", "customer_label on customer")));
        kinds.put("rename index", () -> "alter table orders rename index orders_note to " + fresh("i"));
        kinds.put(
                "primary key",
                () -> one(
                        List.of(
                                "alter table orders drop primary key",
                                "alter table orders drop primary key, add primary key (id, total)",
                                "alter table remembered add primary key (id)",
                                "alter table customer modify id integer;; alter table customer drop primary key, add primary key (id, email)")));
        kinds.put(
                "foreign key",
                () -> one(List.of(
                        "alter table orders drop foreign key orders_customer",
                        "alter table orders drop foreign key orders_customer;; alter table orders add constraint"
                                + " orders_customer foreign key (customer_id) references customer (id) on delete set null",
                        "alter table orders add constraint " + fresh("f")
                                + " foreign key (total) references customer (id)")));
        kinds.put(
                "check",
                () -> one(List.of(
                        "alter table customer drop constraint price_positive",
                        "alter table orders add constraint " + fresh("k") + " check (total < " + random.nextInt(900)
                                + ")",
                        "alter table orders modify total integer check (total > " + random.nextInt(90) + ")")));
    }

    private void tables() {
        kinds.put(
                "create table",
                () -> "create table " + fresh("t") + " (id "
                        + one(List.of("integer", "serial", "bigint auto_increment"))
                        + " primary key, a " + one(TYPES) + ", b " + one(List.of("integer", "date"))
                        + " not null, key (b))" + one(List.of("", " comment 'by hand'", " engine = myisam"))
                        + one(List.of("", " default charset latin1")));
        kinds.put(
                "create tables that point at each other",
                () ->
                        "create table m1 (id integer primary key, other integer);; create table m2 (id integer primary key,"
                                + " other integer, constraint m2_other foreign key (other) references m1 (id));; alter table m1"
                                + " add constraint m1_other foreign key (other) references m2 (id)");
        kinds.put("drop table", () -> "drop table " + one(List.of("orders", "parted", "remembered", "numbered")));
        kinds.put("rename table", () -> "rename table " + one(List.of("remembered", "numbered")) + " to " + fresh("t"));
        kinds.put(
                "table option",
                () -> "alter table " + one(TABLES)
                        + one(List.of(
                                " comment 'by hand'",
                                " row_format = compact",
                                " default character set latin1",
                                " stats_persistent = 1")));
        kinds.put(
                "table of another engine",
                () -> one(List.of(
                        "alter table numbered engine = myisam",
                        "alter table remembered drop system versioning",
                        "alter table numbered add system versioning")));
        kinds.put(
                "partition",
                () -> one(List.of(
                        "alter table parted drop partition p0",
                        "alter table parted remove partitioning",
                        "alter table parted reorganize partition p1 into (partition p2 values less than (20"
                                + (10 + random.nextInt(80)) + "), partition p3 values less than maxvalue)",
                        "alter table numbered partition by hash (id) partitions 3")));
    }

    private void others() {
        kinds.put(
                "sequence",
                () -> one(List.of(
                        "alter sequence invoice_no increment by " + (6 + random.nextInt(50)),
                        "create sequence " + fresh("s") + " start with 5 nocache",
                        "alter sequence invoice_no nocycle cache 9")));
        kinds.put(
                "view",
                () -> one(List.of(
                        "create view " + fresh("v") + " as select id, '`x`.y' as s from customer where price > "
                                + random.nextInt(90),
                        "create view v1 as select id from expensive;; create view a1 as select id from v1",
                        "create or replace view expensive as select id, label from customer",
                        "drop view checked")));
        kinds.put(
                "function",
                () -> one(List.of(
                        "create function " + fresh("f") + "(a integer) returns integer deterministic begin declare b"
                                + " integer default a; if a > 1 then set b = 2; end if; return b; end",
                        "drop function twice",
                        "alter function twice comment 'doubles a number'")));
        kinds.put(
                "procedure",
                () -> one(List.of(
                        "create or replace procedure pay(in a integer, out b integer) modifies sql data begin delete from"
                                + " orders where id = a; set b = " + random.nextInt(90) + "; end",
                        "drop procedure pay")));
        kinds.put(
                "trigger",
                () -> one(
                        List.of(
                                "create trigger " + fresh("g")
                                        + " before update on customer for each row precedes customer_more"
                                        + " set new.city = 'q'",
                                "create trigger " + fresh("g")
                                        + " after insert on orders for each row begin insert into numbered"
                                        + " (label) values ('x;y'); end",
                                "drop trigger customer_touch",
                                "create or replace trigger customer_touch before insert on customer for each row set new.city = 'p'")));
        kinds.put(
                "event",
                () -> one(List.of(
                        "alter event nightly enable",
                        "drop event nightly",
                        "create event " + fresh("e") + " on schedule every " + (1 + random.nextInt(9))
                                + " hour do delete from orders where id < -1")));
    }

    private String fresh(String start) {
        return "hand_" + start + number + "_" + random.nextInt(1000);
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
