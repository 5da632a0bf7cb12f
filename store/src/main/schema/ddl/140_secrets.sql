-- What the server keeps for projects and for itself (project ''), sealed: the key is not in this database.
CREATE TABLE secret (
    project text NOT NULL,
    name text NOT NULL,
    key_id text NOT NULL,
    sealed text NOT NULL,
    set_by text NOT NULL,
    set_at bigint NOT NULL,
    PRIMARY KEY (project, name)
);

-- Whoever seals updates this row first, so that a change of the key misses no secret.
CREATE TABLE secret_head (
    id bigint PRIMARY KEY,
    changes bigint NOT NULL
);

INSERT INTO secret_head (id, changes)
VALUES (1, 0);
