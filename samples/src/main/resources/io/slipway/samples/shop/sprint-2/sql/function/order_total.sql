-- slipway requires: shop-order-coupon
-- What the customer pays for an order: its goods less the coupon, and never less than nothing.

CREATE OR REPLACE FUNCTION shop.order_total(p_order_id bigint) RETURNS numeric
    LANGUAGE sql STABLE
AS $$
    SELECT greatest(coalesce(sum(l.line_total), 0) - coalesce(max(o.discount::numeric), 0), 0)
      FROM shop.customer_order o
      LEFT JOIN shop.order_line l ON l.order_id = o.order_id
     WHERE o.order_id = p_order_id
$$;

COMMENT ON FUNCTION shop.order_total(bigint) IS 'What the customer pays for an order';
