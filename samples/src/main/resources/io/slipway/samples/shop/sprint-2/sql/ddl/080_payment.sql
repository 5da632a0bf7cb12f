-- What the payment provider told us about an order. A captured payment names its reference.

CREATE TYPE shop.payment_method AS ENUM ('card', 'transfer', 'wallet');
CREATE TYPE shop.payment_status AS ENUM ('authorised', 'captured', 'refunded', 'failed');

CREATE TABLE shop.payment (
    payment_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id           bigint NOT NULL REFERENCES shop.customer_order,
    method             shop.payment_method NOT NULL,
    status             shop.payment_status NOT NULL DEFAULT 'authorised',
    amount             shop.amount NOT NULL,
    provider_reference text,
    authorised_at      timestamptz NOT NULL DEFAULT now(),
    captured_at        timestamptz,
    CONSTRAINT payment_captured_is_complete CHECK (
        status <> 'captured' OR (captured_at IS NOT NULL AND provider_reference IS NOT NULL))
);

CREATE INDEX payment_order_idx ON shop.payment (order_id);
CREATE UNIQUE INDEX payment_reference_key ON shop.payment (method, provider_reference)
    WHERE provider_reference IS NOT NULL;

COMMENT ON TABLE shop.payment IS 'What the payment provider told us';
