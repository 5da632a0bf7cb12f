ALTER TABLE shop.order_line ALTER COLUMN product_name DROP NOT NULL;
