package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.target.ChangeBatches;
import io.slipway.release.target.SqlFailure;
import java.util.List;

/**
 * Many transactions in one message of the simple protocol. The server reads all of it before it runs the first statement,
 * so that nothing a script sets changes how the rest is read; and it drops what stands behind a statement that fails.
 */
final class PostgresBatches implements ChangeBatches {
    /**
     * Where the server does not report its search path (before version 18), the driver looks for this name in the beginning
     * of a message after each of its SETs, of which a batch has some hundred. It finds it soon, and then forgets plans that
     * it has none of.
     */
    private static final String SOON_FOUND = "/* search_path */ ";

    private final JdbcSession session;
    private final PostgresLines lines;
    private final String reset;

    /** @param reset what puts the session back behind statements that prepare none */
    PostgresBatches(JdbcSession session, PostgresLines lines, String reset) {
        this.session = session;
        this.lines = lines;
        this.reset = reset;
    }

    @Override
    public void run(List<BatchedChange> changes, long fence, boolean durable) throws SqlFailure {
        StringBuilder message = new StringBuilder(SOON_FOUND).append(lines.plans());
        for (int i = 0; i < changes.size(); i++) {
            add(message, changes.get(i), fence, durable && i == changes.size() - 1);
        }
        session.command(message.toString());
        lines.keep();
    }

    private void add(StringBuilder message, BatchedChange change, long fence, boolean durable) {
        message.append("BEGIN;\n")
                .append(durable ? "" : "SET LOCAL synchronous_commit = off;\n")
                .append(lines.start())
                .append(";\n");
        change.schema()
                .ifPresent(schema ->
                        message.append(PostgresTarget.schemaSetting(schema)).append(";\n"));
        // the line's end closes a comment that the statement may end with
        change.statements().forEach(sql -> message.append(sql).append("\n;\n"));
        message.append(lines.line(change.entry(), fence))
                .append(";\nCOMMIT;\n")
                .append(reset)
                .append(";\n");
    }
}
