-- slipway timeout: 30s
-- Whoever is not the owner sees the orders of one customer: the one that the application has named for the session.

ALTER TABLE shop.customer_order ENABLE ROW LEVEL SECURITY;

CREATE POLICY customer_order_own ON shop.customer_order
    FOR ALL TO PUBLIC
    USING (customer_id = nullif(current_setting('shop.customer_id', true), '')::bigint);

COMMENT ON POLICY customer_order_own ON shop.customer_order IS 'SET shop.customer_id before reading';
