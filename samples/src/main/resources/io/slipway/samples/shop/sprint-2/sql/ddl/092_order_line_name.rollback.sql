ALTER TABLE shop.order_line DROP COLUMN product_name;
