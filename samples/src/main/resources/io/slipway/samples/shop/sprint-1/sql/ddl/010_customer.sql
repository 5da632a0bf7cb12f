-- A person who buys. One e-mail address is one customer, whatever its capitals.

CREATE TABLE shop.customer (
    customer_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email        shop.email_address NOT NULL,
    display_name text NOT NULL,
    locale       text NOT NULL DEFAULT 'en-GB',
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    closed_at    timestamptz,
    CONSTRAINT customer_display_name_filled CHECK (btrim(display_name) <> ''),
    CONSTRAINT customer_closed_after_created CHECK (closed_at IS NULL OR closed_at >= created_at)
);

CREATE UNIQUE INDEX customer_email_key ON shop.customer (lower(email));

COMMENT ON TABLE shop.customer IS 'A person who buys';
COMMENT ON COLUMN shop.customer.closed_at IS 'When the account was closed; open as long as it is null';
