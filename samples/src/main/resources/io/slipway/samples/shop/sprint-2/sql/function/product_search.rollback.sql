DROP FUNCTION shop.product_search(text, integer);
