-- slipway id: shop-coupon
-- slipway labels: coupons
-- A coupon takes off either a percentage or an amount, never both.

CREATE TABLE shop.coupon (
    coupon_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text NOT NULL,
    percent_off smallint,
    amount_off  shop.amount,
    valid       tstzrange NOT NULL,
    uses_left   integer,
    CONSTRAINT coupon_code_shape CHECK (code ~ '^[A-Z0-9]{4,16}$'),
    CONSTRAINT coupon_percent_range CHECK (percent_off BETWEEN 1 AND 90),
    CONSTRAINT coupon_one_discount CHECK (num_nonnulls(percent_off, amount_off) = 1),
    CONSTRAINT coupon_uses_not_negative CHECK (uses_left >= 0),
    CONSTRAINT coupon_code_once EXCLUDE USING gist (
        int4range(hashtext(code), hashtext(code), '[]') WITH &&,
        valid WITH &&)
);

CREATE INDEX coupon_code_idx ON shop.coupon (code);

COMMENT ON COLUMN shop.coupon.uses_left IS 'Null means: as often as you like';
COMMENT ON CONSTRAINT coupon_code_once ON shop.coupon IS 'A code may come back, but not while it is valid';
