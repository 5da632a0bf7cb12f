DROP VIEW shop.open_shipments;
