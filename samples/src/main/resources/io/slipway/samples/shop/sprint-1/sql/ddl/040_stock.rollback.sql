DROP TABLE stock.level;
DROP TABLE stock.warehouse;
