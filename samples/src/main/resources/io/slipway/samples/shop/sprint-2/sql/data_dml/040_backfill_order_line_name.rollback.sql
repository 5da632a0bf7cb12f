-- The column was empty before this script; names written since by new orders can be filled in again the same way.

UPDATE shop.order_line SET product_name = NULL WHERE product_name IS NOT NULL;
