ALTER TABLE environment_state DROP COLUMN newest;
