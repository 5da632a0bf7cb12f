-- first_event, last_event: which events of the audit log lie between its begin and its end.
-- missing: stages that it did not go through, with commas; steps: what it took, stage=millis, with commas
CREATE TABLE rollout_rehearsal (
    team text NOT NULL REFERENCES rollout (team),
    number bigint NOT NULL,
    begun_by text NOT NULL,
    begun_at bigint NOT NULL,
    first_event bigint NOT NULL,
    ended_at bigint,
    last_event bigint NOT NULL,
    missing text NOT NULL,
    steps text NOT NULL,
    PRIMARY KEY (team, number)
);

-- Everything that a rehearsal made. provenance: the event of the audit log that tells of it, or the deployment that made it
CREATE TABLE rollout_trace (
    team text NOT NULL REFERENCES rollout (team),
    rehearsal bigint NOT NULL,
    kind text NOT NULL,
    environment text NOT NULL,
    name text NOT NULL,
    provenance text NOT NULL,
    made_at bigint NOT NULL,
    cleared_at bigint,
    PRIMARY KEY (team, rehearsal, kind, environment, name)
);

CREATE INDEX rollout_trace_open ON rollout_trace (team, cleared_at);

-- The schema of an environment before a rehearsal and after it. objects: JSON
CREATE TABLE rollout_snapshot (
    team text NOT NULL REFERENCES rollout (team),
    rehearsal bigint NOT NULL,
    environment text NOT NULL,
    moment text NOT NULL,
    fingerprint text NOT NULL,
    objects text NOT NULL,
    PRIMARY KEY (team, rehearsal, environment, moment)
);
