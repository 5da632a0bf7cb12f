-- What lists show of gates, so that no rollout's events are read for it. Both can be made anew from the events.
-- passed: what the newest evidence of a gate says; it counts until until_at
CREATE TABLE rollout_evidence (
    team text NOT NULL REFERENCES rollout (team),
    gate text NOT NULL,
    asked text NOT NULL,
    query text NOT NULL,
    passed boolean NOT NULL,
    result text NOT NULL,
    looked_at bigint NOT NULL,
    until_at bigint NOT NULL,
    digest text NOT NULL,
    PRIMARY KEY (team, gate)
);

-- given_by: empty while no second person agreed
CREATE TABLE rollout_waiver (
    team text NOT NULL REFERENCES rollout (team),
    gate text NOT NULL,
    asked_by text NOT NULL,
    reason text NOT NULL,
    until_at bigint NOT NULL,
    asked_at bigint NOT NULL,
    given_by text NOT NULL,
    given_at bigint NOT NULL,
    PRIMARY KEY (team, gate)
);
