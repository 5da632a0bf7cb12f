DROP VIEW shop.order_overview;
