-- slipway requires: shop-order-line-name
-- slipway timeout: 5m
-- Orders of before: the name of today is the best that we know.

UPDATE shop.order_line l
   SET product_name = p.name
  FROM shop.product p
 WHERE p.product_id = l.product_id
   AND l.product_name IS NULL;
