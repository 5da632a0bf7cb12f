INSERT INTO shop.customer (email, display_name, locale, created_at) VALUES
    ('ada@demo.example', 'Ada Krüger', 'de-DE', '2026-03-03 09:00+00'),
    ('bartek@demo.example', 'Bartłomiej Wójcik', 'pl-PL', '2026-03-03 10:30+00'),
    ('chika@demo.example', '千佳 Mori', 'ja-JP', '2026-03-04 01:15+00'),
    ('dara@demo.example', 'Dara O''Neill', 'en-IE', '2026-03-05 17:45+00');

INSERT INTO shop.address (customer_id, purpose, recipient, street, postal_code, city, country, preferred)
SELECT c.customer_id, 'shipping', c.display_name, a.street, a.postal_code, a.city, a.country, true
  FROM (VALUES ('ada@demo.example', 'Lindenstraße 4', '80331', 'München', 'DE'),
               ('bartek@demo.example', 'ulica Długa 12/3', '80-827', 'Gdańsk', 'PL'),
               ('chika@demo.example', '丸の内 1-9-1', '100-0005', '東京', 'JP'),
               ('dara@demo.example', '7 Quay Lane', 'T12 X0AB', 'Cork', 'IE'))
       AS a (email, street, postal_code, city, country)
  JOIN shop.customer c ON c.email = a.email;
