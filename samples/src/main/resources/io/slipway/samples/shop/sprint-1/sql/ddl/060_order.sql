-- slipway id: shop-order
-- Order numbers are said over the telephone, so they have a sequence of their own that starts high.

CREATE SEQUENCE shop.order_number AS integer START WITH 10001 NO CYCLE;

CREATE TABLE shop.customer_order (
    order_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_number integer NOT NULL DEFAULT nextval('shop.order_number') UNIQUE,
    customer_id  bigint NOT NULL REFERENCES shop.customer,
    status       shop.order_status NOT NULL DEFAULT 'placed',
    currency     shop.currency_code NOT NULL DEFAULT 'EUR',
    placed_at    timestamptz NOT NULL DEFAULT now(),
    note         text
);

ALTER SEQUENCE shop.order_number OWNED BY shop.customer_order.order_number;

CREATE TABLE shop.order_line (
    order_id   bigint NOT NULL REFERENCES shop.customer_order ON DELETE CASCADE,
    line_no    smallint NOT NULL,
    product_id bigint NOT NULL REFERENCES shop.product,
    quantity   integer NOT NULL,
    unit_price shop.amount NOT NULL,
    line_total numeric(14, 2) GENERATED ALWAYS AS (quantity * unit_price::numeric) STORED,
    PRIMARY KEY (order_id, line_no),
    CONSTRAINT order_line_once UNIQUE (order_id, product_id),
    CONSTRAINT order_line_quantity_range CHECK (quantity BETWEEN 1 AND 10)
);

CREATE INDEX customer_order_customer_idx ON shop.customer_order (customer_id, placed_at DESC);
CREATE INDEX customer_order_waiting_idx ON shop.customer_order (placed_at) WHERE status IN ('placed', 'paid');
CREATE INDEX order_line_product_idx ON shop.order_line (product_id);

COMMENT ON COLUMN shop.order_line.unit_price IS 'The price on the day of the order; later prices do not change it';
