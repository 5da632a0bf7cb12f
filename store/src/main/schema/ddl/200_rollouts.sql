-- file: the text of the rollout file as it was handed in. One project, one team.
CREATE TABLE rollout (
    team text PRIMARY KEY,
    project text NOT NULL UNIQUE REFERENCES project (name),
    file text NOT NULL,
    revision bigint NOT NULL,
    changed_by text NOT NULL,
    changed_at bigint NOT NULL
);

-- Which events of the audit log make a rollout what it is; the log itself holds them.
CREATE TABLE rollout_event (
    team text NOT NULL REFERENCES rollout (team),
    topic text NOT NULL,
    sequence bigint NOT NULL REFERENCES audit_event (sequence),
    PRIMARY KEY (team, topic, sequence)
);
