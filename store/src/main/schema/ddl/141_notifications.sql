-- One row: the server that mails go through. Its password is in secret.
CREATE TABLE mail_server (
    id bigint PRIMARY KEY,
    host text NOT NULL,
    port bigint NOT NULL,
    security text NOT NULL,
    username text NOT NULL,
    sender text NOT NULL,
    changed_by text NOT NULL,
    changed_at bigint NOT NULL
);

-- environment: '' means all; address: as people may see it, the whole one is in secret; events: names, with commas
CREATE TABLE subscription (
    id text PRIMARY KEY,
    project text NOT NULL,
    environment text NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    events text NOT NULL,
    made_by text NOT NULL,
    made_at bigint NOT NULL
);

CREATE INDEX subscription_project ON subscription (project);

-- Written in the transaction of what it tells of. distributed_at: when its deliveries were made of it.
-- only_to: the subscription that a test is for; '' for all
CREATE TABLE outbox_event (
    id text PRIMARY KEY,
    kind text NOT NULL,
    project text NOT NULL,
    environment text NOT NULL,
    number bigint NOT NULL,
    verb text NOT NULL,
    version text NOT NULL,
    requested_by text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    only_to text NOT NULL,
    at bigint NOT NULL,
    distributed_at bigint
);

CREATE INDEX outbox_event_distributed ON outbox_event (distributed_at);
CREATE INDEX outbox_event_at ON outbox_event (at);

-- subscription: '' for a person's own mail
CREATE TABLE delivery (
    id text PRIMARY KEY,
    event text NOT NULL REFERENCES outbox_event (id),
    project text NOT NULL,
    subscription text NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    next_at bigint NOT NULL,
    result text NOT NULL,
    made_at bigint NOT NULL,
    ended_at bigint
);

CREATE INDEX delivery_state ON delivery (state, next_at);
CREATE INDEX delivery_project ON delivery (project, made_at);
CREATE INDEX delivery_event ON delivery (event);

-- Of the scheduler library, like scheduled_tasks, but apart: a slow receiver keeps no deployment waiting.
CREATE TABLE scheduled_deliveries (
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

CREATE INDEX scheduled_deliveries_due ON scheduled_deliveries (execution_time);
CREATE INDEX scheduled_deliveries_heartbeat ON scheduled_deliveries (last_heartbeat);
