CREATE TABLE shop.category (
    category_id integer PRIMARY KEY,
    parent_id   integer REFERENCES shop.category,
    slug        text NOT NULL UNIQUE,
    title       text NOT NULL,
    CONSTRAINT category_slug_shape CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT category_not_its_own_parent CHECK (parent_id <> category_id)
);

CREATE INDEX category_parent_idx ON shop.category (parent_id) WHERE parent_id IS NOT NULL;

COMMENT ON TABLE shop.category IS 'The tree that customers browse';
COMMENT ON COLUMN shop.category.slug IS 'Its name in web addresses';
