package io.slipway.release.drift;

import io.slipway.release.bridge.Crossing.Remaining;
import io.slipway.release.bridge.Crossing.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Statements that take one schema to another, as they were tried from beginning to end on a scratch database.
 *
 * @param transactional whether they ran in one transaction
 * @param remaining what differs still after them; while there is anything, they are offered to nobody
 */
public record Way(List<Statement> statements, boolean transactional, List<Remaining> remaining) {
    static final Way NONE = new Way(List.of(), true, List.of());

    public boolean proved() {
        return remaining.isEmpty();
    }

    /** What somebody should know before it runs: what it takes away, and what it guesses. */
    public List<String> warnings() {
        return statements.stream()
                .map(Statement::warning)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** As a script, each warning a comment before its statement. */
    public String script() {
        StringBuilder script = new StringBuilder();
        for (Statement statement : statements) {
            statement
                    .warning()
                    .ifPresent(warning ->
                            script.append("-- Note: ").append(warning).append(".\n"));
            script.append(statement.sql()).append(";\n");
        }
        return script.toString();
    }
}
