DROP PROCEDURE shop.publish_review(bigint);
