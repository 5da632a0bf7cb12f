-- What the warehouse has to order again.

CREATE OR REPLACE VIEW stock.low_stock AS
SELECT w.code AS warehouse,
       p.sku,
       p.name,
       l.available,
       l.reorder_at
  FROM stock.level l
  JOIN stock.warehouse w ON w.warehouse_id = l.warehouse_id
  JOIN shop.product p ON p.product_id = l.product_id
 WHERE p.active AND l.available <= l.reorder_at;

COMMENT ON VIEW stock.low_stock IS 'What the warehouse has to order again';
