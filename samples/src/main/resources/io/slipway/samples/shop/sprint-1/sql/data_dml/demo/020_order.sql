-- Two orders that go through the procedure, as the application places them.

DO $$
DECLARE
    v_cart_id  bigint;
    v_order_id bigint;
    v_buyer    record;
BEGIN
    FOR v_buyer IN
        SELECT customer_id, email FROM shop.customer WHERE email IN ('ada@demo.example', 'bartek@demo.example')
        ORDER BY email
    LOOP
        INSERT INTO shop.cart (customer_id, token)
        VALUES (v_buyer.customer_id, 'demo-' || v_buyer.email)
        RETURNING cart_id INTO v_cart_id;
        INSERT INTO shop.cart_line (cart_id, product_id, quantity) VALUES (v_cart_id, 1, 2), (v_cart_id, 7, 1);
        CALL shop.place_order(v_cart_id, v_order_id);
    END LOOP;
END;
$$;
