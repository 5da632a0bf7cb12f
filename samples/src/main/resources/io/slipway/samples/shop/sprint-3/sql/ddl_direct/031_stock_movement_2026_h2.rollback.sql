DROP TABLE stock.movement_2026_q4;
DROP TABLE stock.movement_2026_q3;
