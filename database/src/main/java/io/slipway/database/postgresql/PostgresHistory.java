package io.slipway.database.postgresql;

import io.slipway.database.HistoryDialect;
import io.slipway.release.history.TargetHistory;
import java.util.List;
import java.util.Optional;

/**
 * Slipway's tables in a schema of their own. Every name is qualified, for a script may have emptied the search path.
 */
final class PostgresHistory implements HistoryDialect {
    static final String SCHEMA = "slipway";

    /** Body of the function that lets nobody change what happened. */
    static final String KEEP_HISTORY = """
             BEGIN
              RAISE EXCEPTION 'slipway.history is only ever added to'
                USING HINT = 'To correct what Slipway believes about this database use "slipway resolve" or "slipway baseline".';
            END\s""";

    /**
     * For the transaction in which it is read: its commit does not wait for the disk. PostgreSQL writes commits down in
     * their order, so the next one that waits makes this one last too; a crash before that takes both.
     */
    private static final String SOON = "pg_catalog.set_config('synchronous_commit', 'off', true)";

    /** Sent as one message, hence one transaction: either all of it is there or nothing. */
    private static final String CREATE = """
            SELECT pg_catalog.pg_advisory_xact_lock(7812530912043781), %s;
            DO $$ BEGIN
              -- CREATE SCHEMA IF NOT EXISTS asks for a privilege on the database even where the schema exists.
              IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'slipway') THEN
                CREATE SCHEMA slipway;
                COMMENT ON SCHEMA slipway IS 'What Slipway deployed here';
              END IF;
            END $$;
            CREATE TABLE IF NOT EXISTS slipway.history (
              id bigint GENERATED ALWAYS AS IDENTITY,
              project text NOT NULL,
              event text NOT NULL,
              deployment text NOT NULL,
              change_id text,
              path text,
              kind text,
              digest text,
              version text NOT NULL,
              artifact text NOT NULL,
              statements integer NOT NULL,
              row_count bigint NOT NULL,
              millis bigint NOT NULL,
              happened_at timestamp with time zone NOT NULL,
              deployed_by text NOT NULL,
              note json NOT NULL,
              PRIMARY KEY (project, id));
            CREATE TABLE IF NOT EXISTS slipway.journal (
              project text NOT NULL,
              deployment text NOT NULL,
              change_key text NOT NULL,
              direction text NOT NULL,
              statement integer NOT NULL,
              sql_digest text NOT NULL,
              state text NOT NULL,
              note text,
              PRIMARY KEY (project, change_key, direction, statement));
            CREATE TABLE IF NOT EXISTS slipway.lock (
              project text PRIMARY KEY,
              fence bigint NOT NULL,
              holder text NOT NULL,
              since timestamp with time zone NOT NULL);
            CREATE TABLE IF NOT EXISTS slipway.format (
              id integer PRIMARY KEY CHECK (id = 1),
              version integer NOT NULL);
            CREATE OR REPLACE FUNCTION slipway.keep_history() RETURNS trigger LANGUAGE plpgsql AS $$%s$$;
            DROP TRIGGER IF EXISTS keep_history ON slipway.history;
            CREATE TRIGGER keep_history BEFORE UPDATE OR DELETE OR TRUNCATE ON slipway.history
              FOR EACH STATEMENT EXECUTE FUNCTION slipway.keep_history();
            INSERT INTO slipway.format (id, version) VALUES (1, %d) ON CONFLICT DO NOTHING
            """.formatted(SOON, KEEP_HISTORY, TargetHistory.FORMAT_VERSION);

    @Override
    public String beforeForget() {
        return "ALTER TABLE slipway.history DISABLE TRIGGER keep_history";
    }

    @Override
    public String afterForget() {
        return "ALTER TABLE slipway.history ENABLE TRIGGER keep_history";
    }

    @Override
    public String table(String name) {
        return SCHEMA + "." + name;
    }

    @Override
    public String existing() {
        // without a join, which takes the server longer to plan than to run
        return "SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('slipway')::oid"
                + " AND relname IN ('history', 'journal', 'lock', 'format') AND relkind = 'r'";
    }

    @Override
    public List<String> create() {
        return List.of(CREATE);
    }

    @Override
    public Optional<String> takeLock() {
        return Optional.of("INSERT INTO slipway.lock AS present (project, fence, holder, since) VALUES (?, 1, ?, "
                + toTime("?") + ") ON CONFLICT (project) DO UPDATE SET fence = present.fence + 1,"
                + " holder = excluded.holder, since = excluded.since RETURNING fence, " + SOON);
    }

    @Override
    public String soon() {
        return " AND " + SOON + " IS NOT NULL";
    }

    @Override
    public String share() {
        return " FOR SHARE";
    }

    @Override
    public String overwriteJournal() {
        return " ON CONFLICT (project, change_key, direction, statement) DO UPDATE SET deployment = excluded.deployment,"
                + " sql_digest = excluded.sql_digest, state = excluded.state, note = excluded.note";
    }

    @Override
    public String toTime(String parameter) {
        return "timestamp with time zone 'epoch' + " + parameter + " * interval '1 microsecond'";
    }

    @Override
    public String fromTime(String column) {
        // Seconds and microseconds apart: before version 14 extract() gives a double.
        return "(extract(epoch FROM pg_catalog.date_trunc('second', " + column + "))::bigint * 1000000"
                + " + extract(microseconds FROM " + column + ")::bigint % 1000000)";
    }

    @Override
    public String toNote(String parameter) {
        return "CAST(" + parameter + " AS json)";
    }

    @Override
    public String beforeWrite() {
        return "RESET SESSION AUTHORIZATION; RESET ROLE; ";
    }
}
