-- A product has one price at a time in one currency. Equality inside a GiST exclusion would need an extension;
-- a range of one number overlaps only itself, which does the same with what every server has.

CREATE TABLE shop.price (
    price_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint NOT NULL REFERENCES shop.product ON DELETE CASCADE,
    amount     shop.amount NOT NULL,
    currency   shop.currency_code NOT NULL DEFAULT 'EUR',
    valid      daterange NOT NULL,
    CONSTRAINT price_valid_some_time CHECK (NOT isempty(valid)),
    CONSTRAINT price_one_at_a_time EXCLUDE USING gist (
        int8range(product_id, product_id, '[]') WITH &&,
        valid WITH &&) WHERE (currency = 'EUR')
);

CREATE INDEX price_product_idx ON shop.price (product_id, currency);

COMMENT ON CONSTRAINT price_one_at_a_time ON shop.price IS 'Two prices of a product never hold on the same day';

-- slipway rollback:

DROP TABLE shop.price;
