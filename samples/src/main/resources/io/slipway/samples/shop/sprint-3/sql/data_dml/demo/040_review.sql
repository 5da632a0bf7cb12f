INSERT INTO shop.review (product_id, customer_id, rating, title, body, published)
SELECT r.product_id, c.customer_id, r.rating, r.title, r.body, r.published
  FROM (VALUES ('ada@demo.example', 1, 5, 'Wie ein Spaziergang im Obstgarten', 'Süß und klar – gerne wieder.', true),
               ('bartek@demo.example', 1, 4, 'Świetna, ale droga', '', true),
               ('dara@demo.example', 9, 2, 'Stiff as a gate', 'Loosens after a month; it''s fine now.', false))
       AS r (email, product_id, rating, title, body, published)
  JOIN shop.customer c ON c.email = r.email;

INSERT INTO shop.campaign (headline, shown)
VALUES ('Spring is for tea', '[2026-04-01 00:00+00, 2026-05-01 00:00+00)');
