ALTER TABLE shop.order_line
    DROP CONSTRAINT order_line_quantity_range,
    ADD CONSTRAINT order_line_quantity_range CHECK (quantity BETWEEN 1 AND 10);
