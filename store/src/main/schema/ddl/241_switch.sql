-- Of each rollout whose switch was tried or done: where it is. Can be made anew from the events.
CREATE TABLE rollout_switch (
    team text PRIMARY KEY REFERENCES rollout (team),
    state text NOT NULL,
    day text NOT NULL,
    changed_at bigint NOT NULL
);

CREATE INDEX rollout_switch_state ON rollout_switch (state);

-- Of the scheduler library, like scheduled_tasks.
CREATE TABLE scheduled_switches (
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

CREATE INDEX scheduled_switches_due ON scheduled_switches (execution_time);
CREATE INDEX scheduled_switches_heartbeat ON scheduled_switches (last_heartbeat);
