-- Sessions of trainings that are not cancelled, for clashes between teams and lists; can be made anew from the events.
-- people: accounts of everybody who is needed, with commas
CREATE TABLE training_booking (
    number bigint PRIMARY KEY,
    team text NOT NULL REFERENCES rollout (team),
    from_at bigint NOT NULL,
    until_at bigint NOT NULL,
    people text NOT NULL
);

CREATE INDEX training_booking_until ON training_booking (until_at);

INSERT INTO counter (name, value) VALUES ('training', 0);
