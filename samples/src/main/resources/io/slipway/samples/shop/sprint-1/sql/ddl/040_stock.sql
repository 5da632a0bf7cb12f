CREATE TABLE stock.warehouse (
    warehouse_id smallint PRIMARY KEY,
    code         text NOT NULL UNIQUE,
    city         text NOT NULL
);

CREATE TABLE stock.level (
    warehouse_id smallint NOT NULL REFERENCES stock.warehouse,
    product_id   bigint NOT NULL REFERENCES shop.product,
    on_hand      integer NOT NULL DEFAULT 0,
    reserved     integer NOT NULL DEFAULT 0,
    available    integer GENERATED ALWAYS AS (on_hand - reserved) STORED,
    reorder_at   integer NOT NULL DEFAULT 5,
    PRIMARY KEY (warehouse_id, product_id),
    CONSTRAINT level_on_hand_not_negative CHECK (on_hand >= 0),
    CONSTRAINT level_reserved_in_stock CHECK (reserved BETWEEN 0 AND on_hand)
);

CREATE INDEX level_product_idx ON stock.level (product_id);

COMMENT ON TABLE stock.level IS 'How many of a product lie in a warehouse';
COMMENT ON COLUMN stock.level.reserved IS 'Promised to orders that have not left yet';
