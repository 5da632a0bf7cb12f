DROP TABLE stock.movement;
