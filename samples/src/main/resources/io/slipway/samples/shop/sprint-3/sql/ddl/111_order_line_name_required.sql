-- slipway requires: shop-order-line-name, data_dml/040_backfill_order_line_name.sql
-- slipway timeout: 30s
-- All old lines were filled a sprint ago and the procedure fills new ones. The check lets the database
-- see that without holding up orders while it looks.

ALTER TABLE shop.order_line
    ADD CONSTRAINT order_line_name_filled CHECK (product_name IS NOT NULL) NOT VALID;

ALTER TABLE shop.order_line VALIDATE CONSTRAINT order_line_name_filled;

ALTER TABLE shop.order_line ALTER COLUMN product_name SET NOT NULL;

ALTER TABLE shop.order_line DROP CONSTRAINT order_line_name_filled;
