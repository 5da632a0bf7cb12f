-- Ada has paid, Bartek's bank is still thinking; a coupon for whoever tries it.

INSERT INTO shop.payment (order_id, method, amount)
SELECT o.order_id, 'card', shop.order_total(o.order_id)
  FROM shop.customer_order o
  JOIN shop.customer c ON c.customer_id = o.customer_id
 WHERE c.email IN ('ada@demo.example', 'bartek@demo.example');

DO $$
DECLARE
    v_payment_id bigint;
BEGIN
    FOR v_payment_id IN
        SELECT p.payment_id
          FROM shop.payment p
          JOIN shop.customer_order o ON o.order_id = p.order_id
          JOIN shop.customer c ON c.customer_id = o.customer_id
         WHERE c.email = 'ada@demo.example'
    LOOP
        CALL shop.capture_payment(v_payment_id, 'demo-' || v_payment_id);
    END LOOP;
END;
$$;

INSERT INTO shop.coupon (code, percent_off, valid)
VALUES ('TASTE10', 10, '[2026-03-16 00:00+00, 2027-01-01 00:00+00)');
