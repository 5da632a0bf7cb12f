DROP TRIGGER IF EXISTS customer_order_audit ON shop.customer_order;

CREATE TRIGGER customer_order_audit
    AFTER INSERT OR UPDATE OR DELETE ON shop.customer_order
    FOR EACH ROW
    EXECUTE FUNCTION audit.write_event();
