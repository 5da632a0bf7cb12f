-- What each customer has bought so far, coupons taken off; the newsletter's editors ask for it.

CREATE OR REPLACE VIEW shop.customer_value AS
SELECT c.customer_id,
       c.display_name,
       count(o.order_id) AS orders,
       coalesce(sum(g.goods - o.discount), 0)::numeric(14, 2) AS spent,
       max(o.placed_at) AS last_order_at
  FROM shop.customer c
  LEFT JOIN shop.customer_order o ON o.customer_id = c.customer_id AND o.status <> 'cancelled'
  LEFT JOIN LATERAL (
      SELECT coalesce(sum(l.line_total), 0) AS goods
        FROM shop.order_line l
       WHERE l.order_id = o.order_id) g ON true
 WHERE c.closed_at IS NULL
 GROUP BY c.customer_id;

COMMENT ON VIEW shop.customer_value IS 'What each customer has bought so far';
