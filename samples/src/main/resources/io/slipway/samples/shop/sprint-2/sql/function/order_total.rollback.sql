-- Back to the version without coupons.

CREATE OR REPLACE FUNCTION shop.order_total(p_order_id bigint) RETURNS numeric
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(line_total), 0)
      FROM shop.order_line
     WHERE order_id = p_order_id
$$;

COMMENT ON FUNCTION shop.order_total(bigint) IS 'What the customer pays for an order';
