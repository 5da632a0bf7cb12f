DELETE FROM shop.customer WHERE email LIKE '%@demo.example';
