ALTER TABLE environment_state DROP COLUMN half_done;
