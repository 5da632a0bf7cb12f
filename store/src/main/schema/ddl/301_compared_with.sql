-- Version of the artifact that an environment was compared with, the newest of its pipeline; '' where none was handed
-- in, so that nobody knows what is pending.
ALTER TABLE environment_state ADD COLUMN newest text NOT NULL DEFAULT '';

UPDATE environment_state SET newest = coalesce((SELECT a.version FROM artifact a
    WHERE a.project = environment_state.project ORDER BY a.uploaded_at DESC, a.version DESC LIMIT 1), '');
