CREATE TABLE audit_event (
    sequence bigint PRIMARY KEY,
    at bigint NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    project text NOT NULL,
    subject text NOT NULL,
    detail text NOT NULL,
    previous text NOT NULL,
    digest text NOT NULL
);

CREATE INDEX audit_event_project ON audit_event (project, sequence);

-- The end of the chain. Whoever appends updates it first, so that events line up one after the other.
CREATE TABLE audit_head (
    id bigint PRIMARY KEY,
    sequence bigint NOT NULL,
    digest text NOT NULL
);

INSERT INTO audit_head (id, sequence, digest)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
