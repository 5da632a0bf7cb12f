-- Nearly all old orders are shipped and nearly all new ones are not: the planner has to know.

CREATE STATISTICS shop.customer_order_status_stats (dependencies, ndistinct)
    ON status, placed_at FROM shop.customer_order;

ALTER TABLE shop.product ALTER COLUMN category_id SET STATISTICS 500;
ALTER TABLE shop.cart SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
