create table customer (id integer primary key autoincrement, email text not null unique, label text default 'x',
    price numeric check (price > 0), doubled generated always as (price * 2) stored, city text collate nocase);;
create table orders (id integer, line integer, customer_id integer references customer (id) on delete cascade,
    note text, primary key (id, line), constraint note_line unique (note, line)) without rowid;;
create table strict_one (id integer, amount real) strict;;
create index orders_note on orders (note desc) where line > 1;;
create index customer_lower on customer (lower(email));;
create view expensive as select id, email from customer where price > 100;;
create view both_sides as select c.id, o.line from customer c join orders o on o.customer_id = c.id;;
create trigger customer_touch after update on customer begin update customer set label = 'y' where id = new.id; end;;
create virtual table search using fts5 (body)
