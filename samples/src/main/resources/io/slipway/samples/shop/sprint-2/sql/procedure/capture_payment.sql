-- slipway requires: ddl/080_payment.sql
-- Books the money of an authorised payment; the order is paid when everything is.

CREATE OR REPLACE PROCEDURE shop.capture_payment(p_payment_id bigint, p_provider_reference text)
    LANGUAGE plpgsql
AS $$
DECLARE
    v_order_id bigint;
    v_captured numeric;
BEGIN
    UPDATE shop.payment
       SET status = 'captured', captured_at = now(), provider_reference = p_provider_reference
     WHERE payment_id = p_payment_id AND status = 'authorised'
    RETURNING order_id INTO v_order_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'payment % is not authorised', p_payment_id;
    END IF;

    SELECT sum(amount) INTO v_captured
      FROM shop.payment
     WHERE order_id = v_order_id AND status = 'captured';
    IF v_captured >= shop.order_total(v_order_id) THEN
        UPDATE shop.customer_order SET status = 'paid' WHERE order_id = v_order_id AND status = 'placed';
    END IF;
END;
$$;
