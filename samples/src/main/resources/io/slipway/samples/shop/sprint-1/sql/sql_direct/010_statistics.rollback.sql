ALTER TABLE shop.cart RESET (fillfactor, autovacuum_vacuum_scale_factor);
ALTER TABLE shop.product ALTER COLUMN category_id SET STATISTICS -1;
DROP STATISTICS shop.customer_order_status_stats;
