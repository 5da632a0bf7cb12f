DROP TRIGGER IF EXISTS payment_audit ON shop.payment;

CREATE TRIGGER payment_audit
    AFTER INSERT OR UPDATE OR DELETE ON shop.payment
    FOR EACH ROW
    EXECUTE FUNCTION audit.write_event();
