package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.PostgresAdmin.literal;

import io.slipway.database.HistoryTables;
import io.slipway.database.JdbcSession;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.target.ChangeBatches;
import io.slipway.release.target.SqlFailure;
import java.util.List;
import java.util.Optional;

/**
 * Many transactions in one message of the simple protocol. The server reads all of it before it runs the first statement,
 * so that nothing a script sets changes how the rest is read; and it drops what stands behind a statement that fails.
 */
final class PostgresBatches implements ChangeBatches {
    /** Milliseconds of the server's clock; {@code now()} stands still in a message. */
    private static final String CLOCK = "(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint";

    private final JdbcSession session;
    private final PostgresHistory dialect;
    private final String project;
    private final String reset;

    /** @param reset what puts the session back behind statements that prepare none */
    PostgresBatches(JdbcSession session, PostgresHistory dialect, String project, String reset) {
        this.session = session;
        this.dialect = dialect;
        this.project = project;
        this.reset = reset;
    }

    @Override
    public void run(List<BatchedChange> changes, long fence, boolean durable) throws SqlFailure {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < changes.size(); i++) {
            add(message, changes.get(i), fence, durable && i == changes.size() - 1);
        }
        session.command(message.toString());
    }

    private void add(StringBuilder message, BatchedChange change, long fence, boolean durable) {
        message.append("BEGIN;\nSELECT pg_catalog.set_config('slipway.began', ")
                .append(CLOCK)
                .append("::text, true)")
                .append(durable ? "" : ", pg_catalog.set_config('synchronous_commit', 'off', true)")
                .append(";\n");
        change.schema()
                .ifPresent(schema ->
                        message.append(PostgresTarget.schemaSetting(schema)).append(";\n"));
        // the line's end closes a comment that the statement may end with
        change.statements().forEach(sql -> message.append(sql).append("\n;\n"));
        message.append(dialect.beforeWrite()).append(append(change.entry(), fence));
        message.append(";\nCOMMIT;\n").append(reset).append(";\n");
    }

    /** Without the lock's row there is no project, which the table refuses: so the fence ends the message. */
    private String append(HistoryEntry entry, long fence) {
        return "INSERT INTO " + dialect.table("history") + " (" + HistoryTables.COLUMNS
                + ") VALUES ((SELECT project FROM "
                + dialect.table("lock") + " WHERE project =" + literal(project) + " AND fence = " + fence
                + dialect.share() + "),"
                + String.join(
                        ",",
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
                        CLOCK + " - pg_catalog.current_setting('slipway.began')::bigint",
                        dialect.toTime(Long.toString(HistoryTables.micros(entry.at()))),
                        literal(entry.by()),
                        dialect.toNote(literal(entry.note())))
                + ")";
    }

    private static String nullable(Optional<String> text) {
        return text.map(PostgresAdmin::literal).orElse(" NULL");
    }
}
