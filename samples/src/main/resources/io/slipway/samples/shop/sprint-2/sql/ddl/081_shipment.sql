-- An order may leave in several parcels; a parcel only carries lines of its own order.

CREATE TABLE shop.carrier (
    carrier_code text PRIMARY KEY,
    title        text NOT NULL,
    tracking_url text,
    CONSTRAINT carrier_tracking_url_has_place CHECK (tracking_url LIKE 'https://%{number}%')
);

CREATE TABLE shop.shipment (
    shipment_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id        bigint NOT NULL REFERENCES shop.customer_order,
    carrier_code    text NOT NULL REFERENCES shop.carrier,
    tracking_number text,
    packed_at       timestamptz NOT NULL DEFAULT now(),
    left_at         timestamptz,
    CONSTRAINT shipment_of_order UNIQUE (shipment_id, order_id),
    CONSTRAINT shipment_packed_before_left CHECK (left_at >= packed_at)
);

CREATE TABLE shop.shipment_line (
    shipment_id bigint NOT NULL,
    order_id    bigint NOT NULL,
    line_no     smallint NOT NULL,
    quantity    integer NOT NULL,
    PRIMARY KEY (shipment_id, line_no),
    CONSTRAINT shipment_line_parcel FOREIGN KEY (shipment_id, order_id)
        REFERENCES shop.shipment (shipment_id, order_id) ON DELETE CASCADE,
    CONSTRAINT shipment_line_ordered FOREIGN KEY (order_id, line_no)
        REFERENCES shop.order_line (order_id, line_no),
    CONSTRAINT shipment_line_quantity_positive CHECK (quantity > 0)
);

CREATE INDEX shipment_order_idx ON shop.shipment (order_id);
CREATE INDEX shipment_waiting_idx ON shop.shipment (packed_at) WHERE left_at IS NULL;
CREATE INDEX shipment_line_order_idx ON shop.shipment_line (order_id, line_no);
