DROP TABLE shop.address;
