CREATE TABLE runner (
    name text PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    made_by text NOT NULL,
    made_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    revoked_at bigint,
    seen_at bigint,
    version text NOT NULL,
    host text NOT NULL
);

-- Each environment is reached by at most one.
CREATE TABLE runner_environment (
    project text NOT NULL REFERENCES project (name),
    environment text NOT NULL,
    runner text NOT NULL REFERENCES runner (name),
    PRIMARY KEY (project, environment)
);

-- cancelled: somebody wishes it stopped. told: number of the last sentence of progress that was taken in.
CREATE TABLE runner_task (
    id text PRIMARY KEY,
    runner text NOT NULL REFERENCES runner (name),
    project text NOT NULL,
    environment text NOT NULL,
    reads boolean NOT NULL,
    task text NOT NULL,
    artifact text NOT NULL,
    attempt bigint NOT NULL,
    made_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    lease_until bigint NOT NULL,
    cancelled boolean NOT NULL,
    told bigint NOT NULL,
    answered_at bigint,
    answer text NOT NULL
);

CREATE INDEX runner_task_next ON runner_task (runner, made_at);

CREATE TABLE runner_progress (
    task text NOT NULL REFERENCES runner_task (id),
    number bigint NOT NULL,
    kind text NOT NULL,
    message text NOT NULL,
    total bigint NOT NULL,
    PRIMARY KEY (task, number)
);
