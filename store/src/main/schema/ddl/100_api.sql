-- What a deployment or a rollback was asked for, beyond artifact and environment; without a row: all changes.
-- changes: keys of the changes to roll back, one a line, as planned when it was asked for
CREATE TABLE deployment_choice (
    deployment text PRIMARY KEY REFERENCES deployment (id),
    labels text NOT NULL,
    contexts text NOT NULL,
    scope text NOT NULL,
    changes text NOT NULL,
    unproved boolean NOT NULL
);

-- Requests that carried an idempotency key, with their answers. Neither the key nor the request is kept, only digests.
CREATE TABLE idempotency (
    id text PRIMARY KEY,
    request text NOT NULL,
    status bigint NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    at bigint NOT NULL
);

CREATE INDEX idempotency_at ON idempotency (at);
