-- slipway id: shop-order-coupon
-- slipway labels: coupons
-- slipway requires: shop-coupon, shop-order

ALTER TABLE shop.customer_order
    ADD COLUMN coupon_id bigint,
    ADD COLUMN discount  shop.amount NOT NULL DEFAULT 0;

ALTER TABLE shop.customer_order
    ADD CONSTRAINT customer_order_coupon_fkey FOREIGN KEY (coupon_id) REFERENCES shop.coupon NOT VALID;
ALTER TABLE shop.customer_order VALIDATE CONSTRAINT customer_order_coupon_fkey;

CREATE INDEX customer_order_coupon_idx ON shop.customer_order (coupon_id) WHERE coupon_id IS NOT NULL;

COMMENT ON COLUMN shop.customer_order.discount IS 'What the coupon took off';
