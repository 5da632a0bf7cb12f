ALTER TABLE shop.customer
    ADD COLUMN phone      text CONSTRAINT customer_phone_shape CHECK (phone ~ '^\+[0-9]{6,15}$'),
    ADD COLUMN newsletter boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN shop.customer.newsletter IS 'Agreed to be written to; false unless they said so';
