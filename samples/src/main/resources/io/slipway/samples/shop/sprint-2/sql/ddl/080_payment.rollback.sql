DROP TABLE shop.payment;
DROP TYPE shop.payment_status;
DROP TYPE shop.payment_method;
