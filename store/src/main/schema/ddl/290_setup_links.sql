-- Links by which people with an account choose a password, once. id: that of the letter that takes it, where one does.
-- digest: of the link's secret; NULL while its letter is not sent. voided_at: a newer one was made, or the password was
-- set, or the person locked out
CREATE TABLE person_link (
    id text PRIMARY KEY,
    person text NOT NULL REFERENCES person (id),
    digest text UNIQUE,
    made_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    used_at bigint,
    voided_at bigint
);

CREATE INDEX person_link_person ON person_link (person);
