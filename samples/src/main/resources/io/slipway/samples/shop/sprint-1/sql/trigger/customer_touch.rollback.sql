DROP TRIGGER customer_touch ON shop.customer;
