-- Money as the shop writes it: 1 234.50 EUR, with a thin space that no line break divides.

CREATE OR REPLACE FUNCTION shop.format_money(p_amount numeric, p_currency text DEFAULT 'EUR') RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT replace(to_char(p_amount, 'FM9,999,999,990.00'), ',', U&'\202F') || U&'\202F' || p_currency
$$;
