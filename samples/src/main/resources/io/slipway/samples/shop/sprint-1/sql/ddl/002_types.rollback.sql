DROP TYPE shop.order_status;
DROP TYPE shop.address_purpose;
DROP DOMAIN shop.amount;
DROP DOMAIN shop.currency_code;
DROP DOMAIN shop.email_address;
