DROP TABLE shop.category;
