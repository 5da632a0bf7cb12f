DELETE FROM stock.level WHERE product_id BETWEEN 1 AND 12;
DELETE FROM stock.warehouse WHERE warehouse_id IN (1, 2);
DELETE FROM shop.price WHERE product_id BETWEEN 1 AND 12;
DELETE FROM shop.product WHERE product_id BETWEEN 1 AND 12;
