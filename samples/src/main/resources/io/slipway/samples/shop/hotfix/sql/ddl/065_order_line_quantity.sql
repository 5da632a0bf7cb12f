-- slipway timeout: 10s
-- Ten of a kind was a limit for the first weeks. Since restaurants buy from us it turns orders away.

ALTER TABLE shop.order_line
    DROP CONSTRAINT order_line_quantity_range,
    ADD CONSTRAINT order_line_quantity_range CHECK (quantity BETWEEN 1 AND 500);
