-- slipway requires: shop-types
-- A cart may belong to nobody yet: visitors fill one before they sign in.

CREATE TABLE shop.cart (
    cart_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint REFERENCES shop.customer ON DELETE CASCADE,
    token       text NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    ordered_at  timestamptz
);

CREATE TABLE shop.cart_line (
    cart_id    bigint NOT NULL REFERENCES shop.cart ON DELETE CASCADE,
    product_id bigint NOT NULL REFERENCES shop.product,
    quantity   integer NOT NULL DEFAULT 1,
    PRIMARY KEY (cart_id, product_id),
    CONSTRAINT cart_line_quantity_positive CHECK (quantity > 0)
);

CREATE UNIQUE INDEX cart_open_key ON shop.cart (customer_id) WHERE ordered_at IS NULL;
CREATE INDEX cart_line_product_idx ON shop.cart_line (product_id);
