-- What pages show of artifacts, so that none is opened for it. Artifacts that continue each other are one line, which
-- holds each change once: an artifact's are those at its line's first places, as many as it has.
-- Rows come by the thousand and are made from artifacts that are here: a check of each against them would cost much.
CREATE TABLE artifact_line (
    artifact text PRIMARY KEY REFERENCES artifact (digest),
    line text NOT NULL REFERENCES artifact (digest),
    first_place bigint NOT NULL,
    proved_on text NOT NULL,
    source_commit text NOT NULL,
    trusted_keys text NOT NULL,
    verdict text NOT NULL,
    UNIQUE (line, first_place)
);

CREATE TABLE artifact_change (
    line text NOT NULL,
    place bigint NOT NULL,
    project text NOT NULL,
    id text NOT NULL,
    path text NOT NULL,
    facts text NOT NULL,
    PRIMARY KEY (line, place)
);

CREATE INDEX artifact_change_id ON artifact_change (line, id, place);
CREATE INDEX artifact_change_path ON artifact_change (project, path);

-- Each script's path in lower case, from each of its words on. As bytes, so that every database orders them alike.
CREATE TABLE script_word (
    project text NOT NULL,
    word bytea NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (project, word, path)
);
