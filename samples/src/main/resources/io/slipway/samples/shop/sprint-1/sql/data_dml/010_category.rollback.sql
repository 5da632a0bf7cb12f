DELETE FROM shop.category WHERE category_id IN (10, 11, 20, 21, 30);
DELETE FROM shop.category WHERE category_id IN (1, 2, 3);
