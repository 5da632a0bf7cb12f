-- slipway id: shop-order-coupon
-- slipway labels: coupons
-- slipway requires: shop-coupon, shop-order

ALTER TABLE shop.customer_order
    ADD COLUMN coupon_id bigint CONSTRAINT customer_order_coupon_fkey REFERENCES shop.coupon,
    ADD COLUMN discount  shop.amount NOT NULL DEFAULT 0;

CREATE INDEX customer_order_coupon_idx ON shop.customer_order (coupon_id) WHERE coupon_id IS NOT NULL;

COMMENT ON COLUMN shop.customer_order.discount IS 'What the coupon took off';
