-- A rollout file that asks for less once a date was proposed: it waits for a second person. looser: a sentence in each line.
CREATE TABLE rollout_wish (
    team text PRIMARY KEY REFERENCES rollout (team),
    file text NOT NULL,
    looser text NOT NULL,
    asked_by text NOT NULL,
    asked_at bigint NOT NULL
);
