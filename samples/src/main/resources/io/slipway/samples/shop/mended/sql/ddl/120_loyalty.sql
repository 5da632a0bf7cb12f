-- slipway id: shop-loyalty
-- Points for regular customers: one account each, and an entry for whatever happens to it.

CREATE TABLE shop.loyalty_account (
    account_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL UNIQUE REFERENCES shop.customer ON DELETE CASCADE,
    opened_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE shop.loyalty_entry (
    entry_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES shop.loyalty_account ON DELETE CASCADE,
    order_id   bigint REFERENCES shop.customer_order,
    points     integer NOT NULL,
    booked_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT loyalty_entry_moves_something CHECK (points <> 0)
);

CREATE INDEX loyalty_entry_account_idx ON shop.loyalty_entry (account_id, booked_at);

CREATE UNIQUE INDEX loyalty_entry_order_key ON shop.loyalty_entry (order_id) WHERE points > 0;

COMMENT ON TABLE shop.loyalty_entry IS 'Points earned (positive) and spent (negative)';
