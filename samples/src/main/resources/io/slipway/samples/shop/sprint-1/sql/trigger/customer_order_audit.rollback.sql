DROP TRIGGER customer_order_audit ON shop.customer_order;
