-- Goods in and out, a partition a quarter, so that old quarters can be put away whole.

CREATE TABLE stock.movement (
    moved_at     timestamptz NOT NULL DEFAULT now(),
    movement_id  bigint NOT NULL,
    warehouse_id smallint NOT NULL REFERENCES stock.warehouse,
    product_id   bigint NOT NULL REFERENCES shop.product,
    quantity     integer NOT NULL,
    reason       text NOT NULL,
    PRIMARY KEY (moved_at, movement_id),
    CONSTRAINT movement_moves_something CHECK (quantity <> 0)
) PARTITION BY RANGE (moved_at);

CREATE SEQUENCE stock.movement_id OWNED BY stock.movement.movement_id;
ALTER TABLE stock.movement ALTER COLUMN movement_id SET DEFAULT nextval('stock.movement_id');

CREATE TABLE stock.movement_2026_q1 PARTITION OF stock.movement
    FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-04-01 00:00:00+00');
CREATE TABLE stock.movement_2026_q2 PARTITION OF stock.movement
    FOR VALUES FROM ('2026-04-01 00:00:00+00') TO ('2026-07-01 00:00:00+00');
CREATE TABLE stock.movement_other PARTITION OF stock.movement DEFAULT;

CREATE INDEX movement_product_idx ON stock.movement (product_id, moved_at);

COMMENT ON TABLE stock.movement IS 'Goods in (positive) and out (negative)';
