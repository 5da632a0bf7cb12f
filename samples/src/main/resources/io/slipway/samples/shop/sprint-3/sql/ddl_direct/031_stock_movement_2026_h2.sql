-- Partitions for the rest of the year.

CREATE TABLE stock.movement_2026_q3 PARTITION OF stock.movement
    FOR VALUES FROM ('2026-07-01 00:00:00+00') TO ('2026-10-01 00:00:00+00');
CREATE TABLE stock.movement_2026_q4 PARTITION OF stock.movement
    FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
