DROP TABLE shop.coupon;
