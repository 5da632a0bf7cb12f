-- What customers think of a product; one opinion each, and only the latest.

CREATE TABLE shop.review (
    review_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id  bigint NOT NULL REFERENCES shop.product ON DELETE CASCADE,
    customer_id bigint NOT NULL REFERENCES shop.customer ON DELETE CASCADE,
    rating      smallint NOT NULL,
    title       text NOT NULL,
    body        text NOT NULL DEFAULT '',
    published   boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT review_one_each UNIQUE (product_id, customer_id),
    CONSTRAINT review_rating_stars CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT review_title_length CHECK (char_length(title) BETWEEN 3 AND 120)
);

CREATE INDEX review_customer_idx ON shop.review (customer_id);
CREATE INDEX review_published_idx ON shop.review (product_id, rating) WHERE published;

COMMENT ON TABLE shop.review IS 'What customers think of a product';
