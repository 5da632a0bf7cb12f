-- When an environment last answered: what is known of it is from then, whatever was tried since.
ALTER TABLE environment_state ADD COLUMN reached_at bigint;

UPDATE environment_state SET reached_at = looked_at WHERE error = '';
