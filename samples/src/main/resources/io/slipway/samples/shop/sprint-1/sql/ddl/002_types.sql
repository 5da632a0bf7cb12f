-- slipway id: shop-types
-- slipway requires: shop-schemas

CREATE DOMAIN shop.email_address AS text
    CONSTRAINT email_address_shape CHECK (VALUE ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$');

CREATE DOMAIN shop.currency_code AS char(3)
    CONSTRAINT currency_code_iso CHECK (VALUE ~ '^[A-Z]{3}$');

CREATE DOMAIN shop.amount AS numeric(12, 2)
    CONSTRAINT amount_not_negative CHECK (VALUE >= 0);
COMMENT ON DOMAIN shop.amount IS 'Money, in the currency that stands beside it';

CREATE TYPE shop.address_purpose AS ENUM ('billing', 'shipping');

CREATE TYPE shop.order_status AS ENUM ('placed', 'paid', 'shipped', 'cancelled');
COMMENT ON TYPE shop.order_status IS 'Life of an order; a new state is added at the end';
