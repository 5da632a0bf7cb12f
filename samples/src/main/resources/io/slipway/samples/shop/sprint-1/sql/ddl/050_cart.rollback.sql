DROP TABLE shop.cart_line;
DROP TABLE shop.cart;
