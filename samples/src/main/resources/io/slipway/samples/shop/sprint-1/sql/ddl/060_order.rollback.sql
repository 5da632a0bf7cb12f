DROP TABLE shop.order_line;
DROP TABLE shop.customer_order;
