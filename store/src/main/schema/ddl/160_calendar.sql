-- When deployments to an environment may start; without a row: always. days: 'mon,tue'; opens, closes: '22:00', by the
-- clock of zone; a window that closes no later than it opens reaches into the next day.
CREATE TABLE deployment_window (
    id text PRIMARY KEY,
    project text NOT NULL REFERENCES project (name),
    environment text NOT NULL,
    days text NOT NULL,
    opens text NOT NULL,
    closes text NOT NULL,
    zone text NOT NULL,
    made_by text NOT NULL,
    made_at bigint NOT NULL
);

CREATE INDEX deployment_window_place ON deployment_window (project, environment);

CREATE TABLE calendar_policy (
    project text NOT NULL REFERENCES project (name),
    environment text NOT NULL,
    overrun boolean NOT NULL,
    emergencies boolean NOT NULL,
    rollbacks boolean NOT NULL,
    changed_by text NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (project, environment)
);

-- project and environment: '' means all. One that is lifted stays, for those who ask later.
CREATE TABLE deployment_freeze (
    id text PRIMARY KEY,
    project text NOT NULL,
    environment text NOT NULL,
    starts_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    reason text NOT NULL,
    made_by text NOT NULL,
    made_at bigint NOT NULL,
    lifted_by text NOT NULL,
    lifted_at bigint
);

CREATE INDEX deployment_freeze_end ON deployment_freeze (ends_at);

-- How long it may take: what its changes took elsewhere, and how many of them ran nowhere yet.
CREATE TABLE deployment_estimate (
    deployment text PRIMARY KEY REFERENCES deployment (id),
    millis bigint NOT NULL,
    unmeasured bigint NOT NULL
);
