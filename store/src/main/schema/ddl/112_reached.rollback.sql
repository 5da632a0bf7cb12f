ALTER TABLE environment_state DROP COLUMN reached_at;
