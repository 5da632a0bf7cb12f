-- Which node runs the deployment to an environment: the key lets in one at a time. Whoever takes it over takes a new
-- attempt, so that the one before it can write nothing any more.
CREATE TABLE deployment_claim (
    project text NOT NULL,
    environment text NOT NULL,
    deployment text NOT NULL REFERENCES deployment (id),
    node text NOT NULL,
    attempt bigint NOT NULL,
    PRIMARY KEY (project, environment)
);

INSERT INTO counter (name, value) VALUES ('attempt', 0);

-- The target's schema right before an approved deployment touched it: what a later attempt is held against.
CREATE TABLE deployment_origin (
    deployment text PRIMARY KEY REFERENCES deployment (id),
    objects text NOT NULL
);
