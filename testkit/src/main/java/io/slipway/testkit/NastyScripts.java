package io.slipway.testkit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes scripts whose statements are hard to find and yet known: strings, names, comments and bodies full of what looks
 * like the end of a statement. The same kind, seed and size give the same script.
 *
 * <p>Those for PostgreSQL (14 and newer), MySQL and SQLite run on the real database, by its native client as a whole or
 * one statement after the other, and leave their traces in the table {@code nasty}.
 */
public final class NastyScripts {
    private NastyScripts() {}

    /** Whose SQL to write. */
    public enum Kind {
        POSTGRESQL,
        MYSQL,
        SQLITE,
        ORACLE,
        SQLSERVER,
        DB2
    }

    /** What a {@link Part} is. */
    public enum Role {
        STATEMENT,
        /** White space, comments, stray terminators: the splitter may cut it as it likes. */
        GLUE,
        DIRECTIVE,
        /** Rows behind {@code COPY … FROM stdin;}. */
        ROWS,
        ROWS_END
    }

    /**
     * @param text all its characters
     * @param sql a statement's text without terminator and trailing white space; empty for anything else
     */
    public record Part(Role role, String text, String sql) {}

    /** A script of at least so many statements. */
    public static List<Part> of(Kind kind, long seed, int statements) {
        NastyWriter writer = switch (kind) {
            case POSTGRESQL -> new NastyPostgres(seed);
            case MYSQL -> new NastyMySql(seed);
            case SQLITE -> new NastySqlite(seed);
            case ORACLE -> new NastyOracle(seed);
            case SQLSERVER -> new NastySqlServer(seed);
            case DB2 -> new NastyDb2(seed);
        };
        return writer.write(statements);
    }

    public static String text(List<Part> parts) {
        return parts.stream().map(Part::text).collect(Collectors.joining());
    }
}
