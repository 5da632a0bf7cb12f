-- The date of each rollout as its events make it; can be made anew from them. day: '' when none stands.
-- revision: of the rollout file with whose stakeholders agreed was computed.
CREATE TABLE rollout_date (
    team text PRIMARY KEY REFERENCES rollout (team),
    day text NOT NULL,
    sequence bigint NOT NULL,
    agreed boolean NOT NULL,
    revision bigint NOT NULL
);

CREATE INDEX rollout_date_day ON rollout_date (day);

-- Sprints that were read from a feed or from Jira; the last that were good stay when a reading fails.
-- source: where they come from; another place in the file empties them. read_at: when they were read well.
CREATE TABLE rollout_sprints (
    team text PRIMARY KEY REFERENCES rollout (team),
    source text NOT NULL,
    sprints text NOT NULL,
    read_at bigint,
    tried_at bigint NOT NULL,
    problem text NOT NULL
);

-- A mail whose text is not made of a deployment's notice; calendar: its iCalendar part, '' for none.
-- id: that of its outbox event
CREATE TABLE letter (
    id text PRIMARY KEY,
    address text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    reply_to text NOT NULL,
    method text NOT NULL,
    calendar text NOT NULL
);

-- One row: the mailbox that answers to invitations are read from. Its password is in secret.
-- uids, last_uid: how far it was read; uids tells a server's numbering from another
CREATE TABLE mailbox (
    id bigint PRIMARY KEY,
    host text NOT NULL,
    port bigint NOT NULL,
    security text NOT NULL,
    username text NOT NULL,
    address text NOT NULL,
    changed_by text NOT NULL,
    changed_at bigint NOT NULL,
    uids bigint NOT NULL,
    last_uid bigint NOT NULL,
    read_at bigint,
    tried_at bigint,
    problem text NOT NULL
);

-- Each mail that was taken in, so that none is taken twice. digest: of its Message-ID, sender and text.
-- team: '' when it is about none
CREATE TABLE mailbox_message (
    digest text PRIMARY KEY,
    message_id text NOT NULL,
    sender text NOT NULL,
    subject text NOT NULL,
    team text NOT NULL,
    outcome text NOT NULL,
    note text NOT NULL,
    taken_at bigint NOT NULL
);

CREATE INDEX mailbox_message_team ON mailbox_message (team, taken_at);

-- Calendars that can be subscribed to. digest: of the secret in the URL. project: '' for all that the person may see.
CREATE TABLE calendar_feed (
    id text PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    person text NOT NULL,
    project text NOT NULL,
    made_at bigint NOT NULL
);

CREATE INDEX calendar_feed_person ON calendar_feed (person);
