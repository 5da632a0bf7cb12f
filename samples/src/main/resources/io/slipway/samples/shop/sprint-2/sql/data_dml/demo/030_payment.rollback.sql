DELETE FROM shop.coupon WHERE code = 'TASTE10';

DELETE FROM shop.payment
 WHERE order_id IN (SELECT o.order_id
                      FROM shop.customer_order o
                      JOIN shop.customer c ON c.customer_id = o.customer_id
                     WHERE c.email LIKE '%@demo.example');

UPDATE shop.customer_order
   SET status = 'placed'
 WHERE status = 'paid'
   AND customer_id IN (SELECT customer_id FROM shop.customer WHERE email LIKE '%@demo.example');

DELETE FROM audit.event WHERE relation = 'shop.payment';
DELETE FROM audit.event
 WHERE relation = 'shop.customer_order'
   AND action = 'UPDATE'
   AND row_after ->> 'customer_id' IN (
       SELECT customer_id::text FROM shop.customer WHERE email LIKE '%@demo.example');
