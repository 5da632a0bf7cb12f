package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.PostgresAdmin.literal;

import io.slipway.database.HistoryTables;
import io.slipway.release.history.HistoryEntry;
import java.util.Optional;

/**
 * What each change of a batch writes into the history, planned once in a session instead of for each change: that would
 * take the server as long as the rest of the line. The plans go with whatever puts the session back ({@link #forget}).
 */
final class PostgresLines {
    /** Milliseconds of the server's clock; {@code now()} stands still in a message. */
    private static final String CLOCK = "(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint";
    /** Unlike what a proof prepares, these are cleared away between changes that go one by one. */
    private static final String START = "start_for_slipway";

    private static final String LINE = "line_for_slipway";

    private final PostgresHistory dialect;
    private final String project;
    private boolean planned;

    PostgresLines(PostgresHistory dialect, String project) {
        this.dialect = dialect;
        this.project = project;
    }

    /** What goes before the first {@link #start}, where the session does not have it yet. */
    String plans() {
        return planned
                ? ""
                : "PREPARE " + START + " AS " + startQuery() + ";\nPREPARE " + LINE + " AS " + insert() + ";\n";
    }

    /** A message that began with {@link #plans} was run to its end. */
    void keep() {
        planned = true;
    }

    /** The session was put back. */
    void forget() {
        planned = false;
    }

    private static String startQuery() {
        return "SELECT pg_catalog.set_config('slipway.began', " + CLOCK + "::text, true)";
    }

    /** Without the lock's row there is no project, which the table refuses: so the fence ends the message. */
    private String insert() {
        return "INSERT INTO " + dialect.table("history") + " (" + HistoryTables.COLUMNS
                + ") VALUES ((SELECT project FROM "
                + dialect.table("lock") + " WHERE project =" + literal(project) + " AND fence = $1" + dialect.share()
                + "), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, " + CLOCK
                + " - pg_catalog.current_setting('slipway.began')::bigint, " + dialect.toTime("$12::bigint") + ", $13, "
                + dialect.toNote("$14") + ")";
    }

    /** In a change's transaction, before its own statements. */
    String start() {
        return "EXECUTE " + START;
    }

    /** Likewise, after them; a plan for all values, since the values are told only later and say nothing about it. */
    String line(HistoryEntry entry, long fence) {
        return dialect.beforeWrite() + "SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE " + LINE + "("
                + String.join(
                        ",",
                        Long.toString(fence),
                        literal(entry.event().text()),
                        literal(entry.deployment()),
                        nullable(entry.changeId()),
                        nullable(entry.path()),
                        nullable(entry.kind()),
                        nullable(entry.digest()),
                        literal(entry.version()),
                        literal(entry.artifact()),
                        Integer.toString(entry.statements()),
                        Long.toString(entry.rows()),
                        Long.toString(HistoryTables.micros(entry.at())),
                        literal(entry.by()),
                        literal(entry.note()))
                + ")";
    }

    private static String nullable(Optional<String> text) {
        return text.map(PostgresAdmin::literal).orElse(" NULL");
    }
}
