DROP PROCEDURE shop.place_order(bigint, bigint);
