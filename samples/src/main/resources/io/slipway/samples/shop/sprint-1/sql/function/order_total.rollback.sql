DROP FUNCTION shop.order_total(bigint);
