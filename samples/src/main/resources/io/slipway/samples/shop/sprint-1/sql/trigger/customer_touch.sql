DROP TRIGGER IF EXISTS customer_touch ON shop.customer;

CREATE TRIGGER customer_touch
    BEFORE UPDATE ON shop.customer
    FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION shop.touch_updated_at();
