-- Meetings that are made for sessions of trainings at a provider, and how far that is done.
-- mark: what it is found by there, made before anything is sent. remote: its key there; '' until it is known
-- wanted, told: from and until, or 'gone': what it is to be, and what the provider was last told
-- begun_at: when it was last begun to be made without hearing how that ended
CREATE TABLE training_meeting (
    session bigint PRIMARY KEY,
    team text NOT NULL REFERENCES rollout (team),
    mark text NOT NULL UNIQUE,
    state text NOT NULL,
    remote text NOT NULL,
    wanted text NOT NULL,
    told text NOT NULL,
    attempts bigint NOT NULL,
    begun_at bigint,
    next_at bigint NOT NULL,
    result text NOT NULL
);

CREATE INDEX training_meeting_due ON training_meeting (state, next_at);

-- Of the scheduler library, apart, so that a slow provider keeps nothing else waiting.
CREATE TABLE scheduled_meetings (
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

CREATE INDEX scheduled_meetings_due ON scheduled_meetings (execution_time);
CREATE INDEX scheduled_meetings_heartbeat ON scheduled_meetings (last_heartbeat);
