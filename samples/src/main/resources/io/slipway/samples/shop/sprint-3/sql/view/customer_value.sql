-- What each customer has bought so far; the newsletter's editors ask for it.

CREATE OR REPLACE VIEW shop.customer_value AS
SELECT c.customer_id,
       c.display_name,
       count(o.order_id) AS orders,
       coalesce(sum(shop.order_total(o.order_id)), 0)::numeric(14, 2) AS spent,
       max(o.placed_at) AS last_order_at
  FROM shop.customer c
  LEFT JOIN shop.customer_order o ON o.customer_id = c.customer_id AND o.status <> 'cancelled'
 WHERE c.closed_at IS NULL
 GROUP BY c.customer_id;

COMMENT ON VIEW shop.customer_value IS 'What each customer has bought so far';
