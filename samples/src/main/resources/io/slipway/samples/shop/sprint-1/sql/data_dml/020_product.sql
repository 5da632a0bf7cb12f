-- The first range, as the buyers' spreadsheet has it.

COPY shop.product (product_id, sku, category_id, name, description, attributes, weight_g) FROM stdin;
1	CF-0001	10	Huila washed	Colombia, 1,750 m; red apple; panela	{"roast": "light", "grams": 250}	262
2	CF-0002	10	Sidama natural	Ethiopia; blueberry and bergamot	{"roast": "light", "grams": 250}	262
3	CF-0003	10	Hausmischung „Morgenrot“	Chocolate, hazelnut, low acidity	{"roast": "medium", "grams": 1000}	1020
4	CF-0004	10	Décaféiné des montagnes	Sugar cane process	{"roast": "medium", "grams": 250}	262
5	TE-0001	11	煎茶 Sencha	First flush, Kagoshima	{"grams": 100, "harvest": 2025}	130
6	TE-0002	11	Żubrowy Las	Herbs of the Białowieża forest; no caffeine	{"grams": 80}	110
7	BR-0001	20	Pour-over cone	Porcelain, for two cups	{"colour": "white"}	410
8	BR-0002	20	Moka pot	Aluminium, six cups	{"cups": 6}	760
9	GR-0001	21	Hand grinder	Steel burrs, 40 clicks	{"burr_mm": 48}	650
10	CP-0001	30	Espresso cup	Set of four	{"ml": 70, "pieces": 4}	820
11	CP-0002	30	Tasting bowl	Tab	{"ml": 200}	\N
12	CP-0003	30	Double wall glass	Hand blown;\nkeeps warm	{"ml": 250}	190
\.

INSERT INTO shop.price (product_id, amount, valid)
SELECT product_id, amount, '[2025-01-01,)'
  FROM (VALUES (1, 14.90), (2, 16.50), (3, 32.00), (4, 13.20), (5, 18.00), (6, 9.40),
               (7, 24.00), (8, 39.90), (9, 89.00), (10, 42.00), (11, 12.50), (12, 15.80)) AS first (product_id, amount);

INSERT INTO stock.warehouse (warehouse_id, code, city) VALUES (1, 'MUC', 'München'), (2, 'GDN', 'Gdańsk');
INSERT INTO stock.level (warehouse_id, product_id, on_hand)
SELECT w.warehouse_id, p.product_id, 40 / w.warehouse_id
  FROM stock.warehouse w CROSS JOIN shop.product p
 WHERE p.product_id BETWEEN 1 AND 12;
