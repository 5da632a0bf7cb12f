ALTER TABLE shop.customer
    DROP COLUMN newsletter,
    DROP COLUMN phone;
