CREATE OR REPLACE VIEW shop.open_shipments AS
SELECT s.shipment_id,
       o.order_number,
       r.title AS carrier,
       replace(r.tracking_url, '{number}', s.tracking_number) AS tracking_link,
       s.packed_at
  FROM shop.shipment s
  JOIN shop.customer_order o ON o.order_id = s.order_id
  JOIN shop.carrier r ON r.carrier_code = s.carrier_code
 WHERE s.left_at IS NULL;

COMMENT ON VIEW shop.open_shipments IS 'Parcels that are packed and still here';
