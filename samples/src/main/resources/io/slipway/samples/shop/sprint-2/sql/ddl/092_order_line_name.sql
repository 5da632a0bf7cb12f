-- slipway id: shop-order-line-name
-- slipway timeout: 30s
-- An invoice shows the name that a product had when it was sold. Filled for old orders by
-- data_dml/040_backfill_order_line_name.sql; becomes mandatory a sprint later.

ALTER TABLE shop.order_line ADD COLUMN product_name text;

COMMENT ON COLUMN shop.order_line.product_name IS 'Its name when it was sold';
