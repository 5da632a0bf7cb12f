-- Hands-on labs. tasks: names of scenarios, with commas, in their order; team and session: the training that it is
-- part of, where it is
CREATE TABLE lab (
    number bigint PRIMARY KEY,
    title text NOT NULL,
    tasks text NOT NULL,
    team text REFERENCES rollout (team),
    session bigint,
    opened_by text NOT NULL,
    opened_at bigint NOT NULL,
    closed_at bigint
);

-- task: the one that is open; '' before the first. said: what the last verb said. help: what was asked; '' for nothing
CREATE TABLE lab_seat (
    id text PRIMARY KEY,
    lab bigint NOT NULL REFERENCES lab (number),
    person text NOT NULL REFERENCES person (id),
    task text NOT NULL,
    opened_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    locked_at bigint,
    said text NOT NULL,
    help text NOT NULL,
    help_at bigint,
    UNIQUE (lab, person)
);

CREATE INDEX lab_seat_person ON lab_seat (person);

-- version: one more with each writing, so that nobody writes over what they have not seen
CREATE TABLE lab_file (
    seat text NOT NULL REFERENCES lab_seat (id),
    path text NOT NULL,
    version bigint NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (seat, path)
);

-- checks: in vain, since it was begun. verdict: what the last check said
CREATE TABLE lab_progress (
    seat text NOT NULL REFERENCES lab_seat (id),
    task text NOT NULL,
    begun_at bigint NOT NULL,
    checks bigint NOT NULL,
    checked_at bigint,
    verdict text NOT NULL,
    hints bigint NOT NULL,
    solved boolean NOT NULL,
    passed_at bigint,
    PRIMARY KEY (seat, task)
);

-- Scripts of somebody's own that were tried. report: JSON, or '' while it is under way
CREATE TABLE own_scripts (
    number bigint PRIMARY KEY,
    project text NOT NULL,
    title text NOT NULL,
    person text NOT NULL REFERENCES person (id),
    at bigint NOT NULL,
    ended_at bigint,
    report text NOT NULL
);

CREATE INDEX own_scripts_project ON own_scripts (project, number);

CREATE TABLE own_script_file (
    number bigint NOT NULL REFERENCES own_scripts (number),
    path text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (number, path)
);

INSERT INTO counter (name, value) VALUES ('lab', 0);
INSERT INTO counter (name, value) VALUES ('own-scripts', 0);
