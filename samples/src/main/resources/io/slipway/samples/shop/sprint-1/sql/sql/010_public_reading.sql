-- Anybody who may connect may read the catalogue; placing orders is for the application alone.

GRANT USAGE ON SCHEMA shop TO PUBLIC;
GRANT SELECT ON shop.product_catalog TO PUBLIC;
REVOKE EXECUTE ON PROCEDURE shop.place_order(bigint, bigint) FROM PUBLIC;
