-- slipway labels: coupons
-- slipway requires: shop-order-coupon
-- Takes a coupon off an order and returns the discount.

CREATE OR REPLACE FUNCTION shop.redeem_coupon(p_code text, p_order_id bigint) RETURNS numeric
    LANGUAGE plpgsql
AS $$
DECLARE
    v_coupon   shop.coupon%ROWTYPE;
    v_goods    numeric;
    v_discount numeric;
BEGIN
    SELECT * INTO v_coupon
      FROM shop.coupon
     WHERE code = upper(p_code) AND valid @> now()
       FOR UPDATE;
    IF NOT FOUND OR v_coupon.uses_left = 0 THEN
        RAISE EXCEPTION 'coupon % is not valid', p_code USING ERRCODE = 'SH001';
    END IF;

    SELECT coalesce(sum(line_total), 0) INTO v_goods
      FROM shop.order_line
     WHERE order_id = p_order_id;
    v_discount := least(v_goods, coalesce(v_coupon.amount_off, round(v_goods * v_coupon.percent_off / 100, 2)));

    UPDATE shop.customer_order
       SET coupon_id = v_coupon.coupon_id, discount = v_discount
     WHERE order_id = p_order_id AND coupon_id IS NULL AND status = 'placed';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'order % takes no coupon', p_order_id USING ERRCODE = 'SH002';
    END IF;

    UPDATE shop.coupon SET uses_left = uses_left - 1 WHERE coupon_id = v_coupon.coupon_id;
    RETURN v_discount;
END;
$$;
