DROP FUNCTION shop.redeem_coupon(text, bigint);
