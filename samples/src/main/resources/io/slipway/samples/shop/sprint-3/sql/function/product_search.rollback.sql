-- Back to the version that only knows plain words.

CREATE OR REPLACE FUNCTION shop.product_search(p_words text, p_limit integer DEFAULT 20)
    RETURNS TABLE (product_id bigint, sku text, name text, rank real)
    LANGUAGE sql STABLE
    ROWS 20
AS $$
    SELECT p.product_id, p.sku, p.name, ts_rank(p.search, plainto_tsquery('simple', p_words))
      FROM shop.product p
     WHERE p.active AND p.search @@ plainto_tsquery('simple', p_words)
     ORDER BY 4 DESC, p.name
     LIMIT p_limit
$$;

COMMENT ON FUNCTION shop.product_search(text, integer) IS 'Active products that have all the words, best first';
