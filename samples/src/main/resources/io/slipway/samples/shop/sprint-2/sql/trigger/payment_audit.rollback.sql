DROP TRIGGER payment_audit ON shop.payment;
