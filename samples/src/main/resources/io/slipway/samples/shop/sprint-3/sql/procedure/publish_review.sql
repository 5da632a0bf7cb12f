-- A moderator lets a review through.

CREATE OR REPLACE PROCEDURE shop.publish_review(p_review_id bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE shop.review SET published = true WHERE review_id = p_review_id AND NOT published;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'review % is not waiting', p_review_id;
    END IF;
END;
$$;
