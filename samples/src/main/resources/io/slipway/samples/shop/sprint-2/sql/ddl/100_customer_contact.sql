ALTER TABLE shop.customer
    ADD COLUMN phone      text,
    ADD COLUMN newsletter boolean NOT NULL DEFAULT false;

ALTER TABLE shop.customer
    ADD CONSTRAINT customer_phone_shape CHECK (phone ~ '^\+[0-9]{6,15}$') NOT VALID;
ALTER TABLE shop.customer VALIDATE CONSTRAINT customer_phone_shape;

COMMENT ON COLUMN shop.customer.newsletter IS 'Agreed to be written to; false unless they said so';
