-- For row triggers of any table: writes the row before and after as JSON.

CREATE OR REPLACE FUNCTION audit.write_event() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $audit$
DECLARE
    v_before jsonb;
    v_after  jsonb;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        v_before := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        v_after := to_jsonb(NEW);
    END IF;
    IF v_before IS NOT DISTINCT FROM v_after THEN
        RETURN NULL; -- an update that changed nothing
    END IF;
    INSERT INTO audit.event (relation, action, row_before, row_after)
    VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, v_before, v_after);
    RETURN NULL;
END;
$audit$;
