package io.slipway.release.drift;

import io.slipway.release.bridge.Crossing.Remaining;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Statements that take one schema to another, as they were tried from beginning to end on a scratch database.
 *
 * @param dialect of the script that they make
 * @param transactional whether they ran in one transaction
 * @param remaining what differs still after them; while there is anything, they are offered to nobody
 */
public record Way(Dialect dialect, List<Statement> statements, boolean transactional, List<Remaining> remaining) {
    static final Way NONE = new Way(Dialect.POSTGRESQL, List.of(), true, List.of());

    public boolean proved() {
        return remaining.isEmpty();
    }

    /** This way, once {@code first} ran. */
    Way after(List<Statement> first) {
        return new Way(
                dialect, Stream.concat(first.stream(), statements.stream()).toList(), transactional, remaining);
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
                    .ifPresent(warning -> script.append("-- Note: ")
                            .append(Remark.of(warning))
                            .append(".\n"));
            script.append(ended(statement.sql())).append('\n');
        }
        return script.toString();
    }

    /** MariaDB's client, and so ours, ends a statement at each semicolon unless another delimiter is said before. */
    private String ended(String sql) {
        if (dialect != Dialect.MYSQL || sql.indexOf(';') < 0) {
            return sql + ";";
        }
        String delimiter = Stream.of("//", "$$", "//end//")
                .filter(each -> !sql.contains(each))
                .findFirst()
                .orElse("//slipway//");
        return "DELIMITER " + delimiter + "\n" + sql + delimiter + "\nDELIMITER ;";
    }
}
