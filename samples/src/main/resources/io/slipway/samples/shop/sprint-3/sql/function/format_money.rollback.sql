DROP FUNCTION shop.format_money(numeric, text);
