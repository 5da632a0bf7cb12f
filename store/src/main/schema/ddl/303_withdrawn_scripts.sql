-- own scripts that are to be no part of the application any more: the report stays, and counts no longer
CREATE TABLE own_scripts_withdrawn (
    number bigint PRIMARY KEY REFERENCES own_scripts (number),
    person text NOT NULL REFERENCES person (id),
    at bigint NOT NULL,
    reason text NOT NULL
);
