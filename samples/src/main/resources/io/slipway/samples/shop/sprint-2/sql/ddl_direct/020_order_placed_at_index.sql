-- For the daily report. Built while the shop sells: no lock that an order would wait for.

CREATE INDEX CONCURRENTLY customer_order_placed_at_idx ON shop.customer_order (placed_at);
