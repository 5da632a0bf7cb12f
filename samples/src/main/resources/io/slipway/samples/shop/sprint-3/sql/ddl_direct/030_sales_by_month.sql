-- slipway id: shop-sales-by-month
-- Sales a month and product for the managers' report. The unique index allows to refresh it while it is read.

CREATE MATERIALIZED VIEW shop.sales_by_month AS
SELECT date_trunc('month', o.placed_at AT TIME ZONE 'Europe/Berlin')::date AS month,
       l.product_id,
       sum(l.quantity) AS pieces,
       sum(l.line_total) AS turnover
  FROM shop.customer_order o
  JOIN shop.order_line l ON l.order_id = o.order_id
 WHERE o.status <> 'cancelled'
 GROUP BY 1, 2
WITH NO DATA;

CREATE UNIQUE INDEX sales_by_month_key ON shop.sales_by_month (month, product_id);

COMMENT ON MATERIALIZED VIEW shop.sales_by_month IS 'Sales a month and product, as of the last refresh';
