-- slipway requires: shop-sales-by-month
-- slipway timeout: 2m
-- Fill the report for the first time; afterwards a job does it every night.

REFRESH MATERIALIZED VIEW shop.sales_by_month;
