DROP POLICY customer_order_own ON shop.customer_order;
ALTER TABLE shop.customer_order DISABLE ROW LEVEL SECURITY;
