-- slipway requires: shop-order-line-name
-- Turns an open cart into an order, at the prices and with the names of today.

CREATE OR REPLACE PROCEDURE shop.place_order(p_cart_id bigint, INOUT p_order_id bigint)
    LANGUAGE plpgsql
AS $$
DECLARE
    v_customer_id bigint;
BEGIN
    UPDATE shop.cart
       SET ordered_at = now()
     WHERE cart_id = p_cart_id AND ordered_at IS NULL
    RETURNING customer_id INTO v_customer_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'cart % is not open', p_cart_id USING ERRCODE = 'no_data_found';
    END IF;
    IF v_customer_id IS NULL THEN
        RAISE EXCEPTION 'cart % belongs to nobody yet', p_cart_id
            USING HINT = 'Let the visitor sign in first.';
    END IF;

    INSERT INTO shop.customer_order (customer_id)
    VALUES (v_customer_id)
    RETURNING order_id INTO p_order_id;

    INSERT INTO shop.order_line (order_id, line_no, product_id, quantity, unit_price, product_name)
    SELECT p_order_id, row_number() OVER (ORDER BY l.product_id), l.product_id, l.quantity, r.amount, p.name
      FROM shop.cart_line l
      JOIN shop.product p ON p.product_id = l.product_id
      JOIN shop.price r ON r.product_id = l.product_id AND r.currency = 'EUR' AND r.valid @> current_date
     WHERE l.cart_id = p_cart_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'cart % is empty', p_cart_id;
    END IF;
END;
$$;

COMMENT ON PROCEDURE shop.place_order(bigint, bigint) IS 'Turns an open cart into an order';
