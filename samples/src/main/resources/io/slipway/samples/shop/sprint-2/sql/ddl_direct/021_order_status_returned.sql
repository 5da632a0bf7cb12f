-- PostgreSQL cannot take a value out of an enum again, so this script has no rollback: a value that nobody uses
-- does no harm.

ALTER TYPE shop.order_status ADD VALUE 'returned' AFTER 'shipped';
