DELETE FROM shop.campaign WHERE headline = 'Spring is for tea';
DELETE FROM shop.review
 WHERE customer_id IN (SELECT customer_id FROM shop.customer WHERE email LIKE '%@demo.example');
