ALTER TABLE shop.payment RESET (autovacuum_analyze_scale_factor);
ALTER TABLE shop.customer_order RESET (fillfactor);
