-- What the web site lists: active products with the price of today.

CREATE OR REPLACE VIEW shop.product_catalog AS
SELECT p.product_id,
       p.sku,
       p.name,
       g.title AS category,
       r.amount AS price,
       r.currency
  FROM shop.product p
  JOIN shop.category g ON g.category_id = p.category_id
  LEFT JOIN shop.price r ON r.product_id = p.product_id AND r.valid @> current_date
 WHERE p.active;

COMMENT ON VIEW shop.product_catalog IS 'Active products with the price of today';
