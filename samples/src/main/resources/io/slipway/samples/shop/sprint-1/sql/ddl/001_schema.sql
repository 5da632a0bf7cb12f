-- slipway id: shop-schemas
-- Three schemas: what customers see, what the warehouse sees, and what happened.

CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'Catalogue, customers, carts and orders';

CREATE SCHEMA stock;
COMMENT ON SCHEMA stock IS 'Warehouses and what lies in them';

CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'Who changed what, and when; rows are only ever added';
