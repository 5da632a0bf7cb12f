-- Seats at which a task is being made in the background, and those at which it could not be. doing: what is made just
-- now, or why it could not be, in words; at: when that was said
CREATE TABLE lab_making (
    seat text PRIMARY KEY REFERENCES lab_seat (id),
    task text NOT NULL,
    doing text NOT NULL,
    begun_at bigint NOT NULL,
    at bigint NOT NULL,
    failed boolean NOT NULL
);
