INSERT INTO shop.category (category_id, parent_id, slug, title) VALUES
    (1, NULL, 'drinks', 'Drinks'),
    (2, NULL, 'kitchen', 'Kitchen'),
    (3, NULL, 'table', 'Table'),
    (10, 1, 'coffee', 'Café'),
    (11, 1, 'tea', 'Tea · お茶'),
    (20, 2, 'brewing', 'Brewing'),
    (21, 2, 'grinding', 'Grinding'),
    (30, 3, 'cups', 'Cups & Gläser');
