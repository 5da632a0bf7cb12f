-- The home page has room for one campaign at a time.

CREATE TABLE shop.campaign (
    campaign_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    headline    text NOT NULL,
    shown       tstzrange NOT NULL,
    CONSTRAINT campaign_shown_some_time CHECK (NOT isempty(shown)),
    CONSTRAINT campaign_alone EXCLUDE USING gist (shown WITH &&)
);

CREATE TABLE shop.campaign_product (
    campaign_id integer NOT NULL REFERENCES shop.campaign ON DELETE CASCADE,
    product_id  bigint NOT NULL REFERENCES shop.product,
    place       smallint NOT NULL,
    PRIMARY KEY (campaign_id, product_id),
    CONSTRAINT campaign_product_place_once UNIQUE (campaign_id, place) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX campaign_product_idx ON shop.campaign_product (product_id);
