DROP TABLE shop.campaign_product;
DROP TABLE shop.campaign;
