DROP VIEW stock.low_stock;
