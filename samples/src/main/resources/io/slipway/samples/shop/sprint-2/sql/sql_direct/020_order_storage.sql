-- Orders are updated a few times and then never again: leave room on the page for those updates.

ALTER TABLE shop.customer_order SET (fillfactor = 85);
ALTER TABLE shop.payment SET (autovacuum_analyze_scale_factor = 0.02);
ANALYZE shop.customer_order;
