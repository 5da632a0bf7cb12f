DELETE FROM shop.customer_order
 WHERE customer_id IN (SELECT customer_id FROM shop.customer WHERE email LIKE '%@demo.example');
DELETE FROM shop.cart WHERE token LIKE 'demo-%';
DELETE FROM audit.event
 WHERE relation = 'shop.customer_order'
   AND coalesce(row_after, row_before) ->> 'customer_id' IN (
       SELECT customer_id::text FROM shop.customer WHERE email LIKE '%@demo.example');
