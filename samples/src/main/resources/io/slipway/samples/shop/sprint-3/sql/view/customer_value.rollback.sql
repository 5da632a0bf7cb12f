DROP VIEW shop.customer_value;
