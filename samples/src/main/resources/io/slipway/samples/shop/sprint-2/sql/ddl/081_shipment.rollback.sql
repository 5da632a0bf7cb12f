DROP TABLE shop.shipment_line;
DROP TABLE shop.shipment;
DROP TABLE shop.carrier;
