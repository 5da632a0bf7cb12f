CREATE TABLE project (
    name text PRIMARY KEY,
    title text NOT NULL,
    definition text NOT NULL,
    trusted_keys text NOT NULL,
    revision bigint NOT NULL,
    changed_by text NOT NULL,
    changed_at bigint NOT NULL
);

CREATE TABLE artifact (
    digest text PRIMARY KEY,
    project text NOT NULL REFERENCES project (name),
    pipeline text NOT NULL,
    version text NOT NULL,
    parent text,
    parent_version text,
    total_changes bigint NOT NULL,
    new_changes bigint NOT NULL,
    signed_by text NOT NULL,
    size bigint NOT NULL,
    uploaded_by text NOT NULL,
    uploaded_at bigint NOT NULL,
    UNIQUE (project, version)
);

CREATE INDEX artifact_newest ON artifact (project, uploaded_at);

CREATE TABLE artifact_part (
    artifact text NOT NULL REFERENCES artifact (digest),
    part bigint NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (artifact, part)
);

CREATE TABLE environment_state (
    project text NOT NULL REFERENCES project (name),
    environment text NOT NULL,
    version text NOT NULL,
    artifact text NOT NULL,
    since bigint,
    applied bigint NOT NULL,
    pending bigint NOT NULL,
    unknown bigint NOT NULL,
    failed text NOT NULL,
    in_doubt text NOT NULL,
    server text NOT NULL,
    error text NOT NULL,
    looked_at bigint NOT NULL,
    PRIMARY KEY (project, environment)
);

CREATE TABLE deployment (
    id text PRIMARY KEY,
    number bigint NOT NULL UNIQUE,
    project text NOT NULL REFERENCES project (name),
    environment text NOT NULL,
    verb text NOT NULL,
    artifact text NOT NULL REFERENCES artifact (digest),
    version text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    skip_gate boolean NOT NULL,
    emergency boolean NOT NULL,
    binding text NOT NULL,
    requested_by text NOT NULL,
    requested_at bigint NOT NULL,
    not_before bigint NOT NULL,
    started_at bigint,
    ended_at bigint,
    node text,
    cancel_by text NOT NULL,
    forecast text NOT NULL,
    outcome text NOT NULL
);

CREATE INDEX deployment_place ON deployment (project, environment, number);
CREATE INDEX deployment_state ON deployment (state, number);

CREATE TABLE deployment_event (
    deployment text NOT NULL REFERENCES deployment (id),
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    message text NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    PRIMARY KEY (deployment, sequence)
);

CREATE TABLE approval (
    deployment text NOT NULL REFERENCES deployment (id),
    person text NOT NULL REFERENCES person (id),
    verdict text NOT NULL,
    reason text NOT NULL,
    binding text NOT NULL,
    at bigint NOT NULL,
    voided text NOT NULL,
    PRIMARY KEY (deployment, person, at)
);

-- Who must approve deployments to an environment; without a row its project's definition decides.
CREATE TABLE approval_policy (
    project text NOT NULL REFERENCES project (name),
    environment text NOT NULL,
    approvals bigint NOT NULL,
    roles text NOT NULL,
    changed_by text NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (project, environment)
);

-- One row per counter: taking a number locks it until the transaction ends, so numbers have no gaps.
CREATE TABLE counter (
    name text PRIMARY KEY,
    value bigint NOT NULL
);

INSERT INTO counter (name, value) VALUES ('deployment', 0);
