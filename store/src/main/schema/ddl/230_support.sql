-- Cases for lists and search; what a case is stands in its events, and this can be made anew from them.
-- assignee, cause: '' for none; words: what a search looks through, in small letters
-- due_at: the deadline that ends first; 4e18 while it waits for its reporter, 9e18 when it is over
-- next_at: when something follows from a deadline by itself
CREATE TABLE support_case (
    number bigint PRIMARY KEY,
    team text NOT NULL REFERENCES rollout (team),
    project text NOT NULL,
    title text NOT NULL,
    words text NOT NULL,
    source text NOT NULL,
    phase text NOT NULL,
    tier text NOT NULL,
    reporter text NOT NULL,
    assignee text NOT NULL,
    acknowledged boolean NOT NULL,
    cause text NOT NULL,
    knowledge text NOT NULL,
    deployment bigint UNIQUE,
    opened_at bigint NOT NULL,
    resolved_at bigint,
    due_at bigint NOT NULL,
    next_at bigint,
    last_event bigint NOT NULL
);

CREATE INDEX support_case_due ON support_case (due_at, number);
CREATE INDEX support_case_project_due ON support_case (project, due_at, number);
CREATE INDEX support_case_assignee_due ON support_case (assignee, due_at, number);
CREATE INDEX support_case_tier_due ON support_case (tier, due_at, number);
CREATE INDEX support_case_next ON support_case (next_at);
CREATE INDEX support_case_project_opened ON support_case (project, opened_at);

-- Which events of the audit log are of which case.
CREATE TABLE support_case_event (
    number bigint NOT NULL REFERENCES support_case (number),
    sequence bigint NOT NULL REFERENCES audit_event (sequence),
    PRIMARY KEY (number, sequence)
);

INSERT INTO counter (name, value) VALUES ('case', 0);

-- What came by mail, so that each is taken once. message_id: of its header, and its sender; number: the case that was made of it, or got it as a note
CREATE TABLE support_mail (
    message_id text PRIMARY KEY,
    number bigint NOT NULL,
    taken_at bigint NOT NULL
);

-- A case in a tracker of the organisation.
-- mark: what the tracker can be asked for, so that a case whose making was not answered is found again
-- begun_at: when making it was tried last without an answer; remote: its key there, '' until it is known
-- wanted: the newest event that it must tell; told: the newest that it tells
CREATE TABLE support_remote (
    number bigint NOT NULL REFERENCES support_case (number),
    tracker text NOT NULL,
    team text NOT NULL,
    mark text NOT NULL UNIQUE,
    state text NOT NULL,
    remote text NOT NULL,
    remote_state text NOT NULL,
    wanted bigint NOT NULL,
    told bigint NOT NULL,
    attempts bigint NOT NULL,
    begun_at bigint,
    next_at bigint NOT NULL,
    asked_at bigint NOT NULL,
    result text NOT NULL,
    PRIMARY KEY (number, tracker)
);

CREATE INDEX support_remote_state ON support_remote (state, next_at);

-- Of the scheduler library, like scheduled_tasks, but apart: a slow tracker keeps no deployment waiting.
CREATE TABLE scheduled_support (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamp with time zone NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures int,
    last_heartbeat timestamp with time zone,
    version bigint NOT NULL,
    priority smallint,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_support_due ON scheduled_support (execution_time);
CREATE INDEX scheduled_support_heartbeat ON scheduled_support (last_heartbeat);
