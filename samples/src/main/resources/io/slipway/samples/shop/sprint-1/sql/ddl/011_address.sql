-- At most one preferred address of a customer for each purpose: a partial unique index says so.

CREATE TABLE shop.address (
    address_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES shop.customer ON DELETE CASCADE,
    purpose     shop.address_purpose NOT NULL,
    recipient   text NOT NULL,
    street      text NOT NULL,
    postal_code text NOT NULL,
    city        text NOT NULL,
    country     char(2) NOT NULL,
    preferred   boolean NOT NULL DEFAULT false,
    CONSTRAINT address_country_iso CHECK (country ~ '^[A-Z]{2}$')
);

CREATE INDEX address_customer_idx ON shop.address (customer_id);
CREATE UNIQUE INDEX address_preferred_key ON shop.address (customer_id, purpose) WHERE preferred;

COMMENT ON INDEX shop.address_preferred_key IS 'One preferred address for each purpose';
