DROP FUNCTION audit.write_event();
