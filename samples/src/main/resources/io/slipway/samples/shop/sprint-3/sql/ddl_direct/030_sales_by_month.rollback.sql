DROP MATERIALIZED VIEW shop.sales_by_month;
