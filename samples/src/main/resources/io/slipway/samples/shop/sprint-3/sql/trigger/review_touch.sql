DROP TRIGGER IF EXISTS review_touch ON shop.review;

CREATE TRIGGER review_touch
    BEFORE UPDATE OF rating, title, body ON shop.review
    FOR EACH ROW
    EXECUTE FUNCTION shop.touch_updated_at();
