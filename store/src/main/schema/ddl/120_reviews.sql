CREATE TABLE emergency_review (
    deployment text PRIMARY KEY REFERENCES deployment (id),
    opened_at bigint NOT NULL,
    closed_by text REFERENCES person (id),
    closed_at bigint,
    justified boolean,
    comment text NOT NULL
);
