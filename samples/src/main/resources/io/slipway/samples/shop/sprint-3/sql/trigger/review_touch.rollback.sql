DROP TRIGGER review_touch ON shop.review;
