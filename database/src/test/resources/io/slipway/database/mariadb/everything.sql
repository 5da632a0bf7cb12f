create table customer (id integer auto_increment primary key, email varchar(80) not null comment 'where to write',
    label varchar(20) character set latin1 default 'x', price decimal(10, 2) default (1 + 1), born date default current_timestamp(),
    doubled integer generated always as (id * 2) virtual, tripled integer as (price * 3) stored, city text,
    changed timestamp default current_timestamp on update current_timestamp, hidden integer invisible,
    body json, mood enum ('sad', 'happy') default 'happy',
    unique key customer_email (email), key customer_label (label desc, city(10)), fulltext key customer_city (city),
    constraint price_positive check (price > 0)) engine = innodb comment 'who buys' row_format = dynamic;;
create table orders (id bigint unsigned not null, customer_id integer, total integer, note varchar(30),
    primary key (id), key orders_note (note) comment 'a note',
    constraint orders_customer foreign key (customer_id) references customer (id) on delete cascade on update no action);;
create table parted (id integer not null, at date not null, primary key (id, at)) engine = innodb
    partition by range (year(at)) (partition p0 values less than (2000) comment 'old', partition p1 values less than maxvalue);;
create table remembered (id integer, label text) with system versioning;;
create sequence invoice_no start with 100 increment by 5 minvalue 10 maxvalue 100000 cache 7 cycle;;
create table numbered (id bigint default (next value for invoice_no), label varchar(9) collate utf8mb4_bin);;
create view expensive as select id, email from customer where price > 100;;
create algorithm = merge sql security invoker view both_sides as
    select c.id, o.id as order_id from customer c join orders o on o.customer_id = c.id;;
create view checked as select id, total from orders where total > 0 with local check option;;
create function twice(x integer) returns integer deterministic no sql comment 'doubles' return x * 2;;
create procedure pay(in a integer, out b integer) sql security invoker reads sql data begin select a into b; end;;
create trigger customer_touch before update on customer for each row set new.label = 'y';;
create trigger customer_more before update on customer for each row follows customer_touch set new.city = 'z';;
create event nightly on schedule every 1 day on completion preserve disable comment 'at night' do delete from orders where id < 0
