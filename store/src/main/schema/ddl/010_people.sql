-- Times are milliseconds since 1970 (UTC), everywhere. One text serves SQLite and PostgreSQL.
CREATE TABLE person (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    full_name text NOT NULL,
    email text,
    password_hash text,
    subject text UNIQUE,
    active boolean NOT NULL,
    created_at bigint NOT NULL
);

-- project and environment: '' means all
CREATE TABLE role_grant (
    person text NOT NULL REFERENCES person (id),
    role text NOT NULL,
    project text NOT NULL,
    environment text NOT NULL,
    granted_by text NOT NULL,
    granted_at bigint NOT NULL,
    PRIMARY KEY (person, role, project, environment)
);

CREATE TABLE session (
    digest text PRIMARY KEY,
    person text NOT NULL REFERENCES person (id),
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    ends_at bigint NOT NULL
);

CREATE INDEX session_person ON session (person);

CREATE TABLE access_token (
    id text PRIMARY KEY,
    person text NOT NULL REFERENCES person (id),
    name text NOT NULL,
    digest text NOT NULL UNIQUE,
    permissions text NOT NULL,
    project text NOT NULL,
    created_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    revoked_at bigint,
    used_at bigint
);

CREATE INDEX access_token_person ON access_token (person);

CREATE TABLE setup_link (
    digest text PRIMARY KEY,
    made_at bigint NOT NULL,
    used_at bigint
);

CREATE TABLE sign_in_failure (
    id text PRIMARY KEY,
    name text NOT NULL,
    address text NOT NULL,
    at bigint NOT NULL
);

CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at);
