ALTER TABLE shop.customer_order
    DROP COLUMN discount,
    DROP COLUMN coupon_id;
