DROP VIEW shop.product_catalog;
