DROP TABLE shop.review;
