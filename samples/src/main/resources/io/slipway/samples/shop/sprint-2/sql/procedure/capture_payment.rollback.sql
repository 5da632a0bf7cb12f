DROP PROCEDURE shop.capture_payment(bigint, text);
