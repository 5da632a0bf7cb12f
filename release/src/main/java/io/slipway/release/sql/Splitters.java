package io.slipway.release.sql;

import java.io.Reader;

/**
 * Finds the splitter for a dialect. What a statement is, and what a directive is, is what the dialect's native client
 * takes it for: psql, mariadb, the sqlite3 shell, SQL*Plus, sqlcmd and the Db2 command line.
 *
 * <p>The rules that hold for all of them:
 *
 * <ul>
 *   <li>A statement starts at its first token and ends with its terminator, or with the script. White space, comments
 *       and stray terminators before it are a BLANK piece of their own; comments inside it belong to it.
 *   <li>A piece that a line ends (a directive, {@code GO}, {@code /}, the rows of COPY) includes that line end.
 *   <li>A directive in the midst of an unfinished statement makes one DIRECTIVE piece of the whole stretch, from the
 *       first token of the statement; its {@code sql} is the directive alone, so that the caller can refuse it by name.
 *   <li>A string, quoted name or comment that never ends is a {@link SplitException} at the place where it began.
 * </ul>
 *
 * <p>The reader is not closed.
 */
public final class Splitters {
    private Splitters() {}

    public static Splitter of(Dialect dialect, Reader reader) {
        return switch (dialect) {
            case POSTGRESQL -> new PostgresSplitter(reader);
            case MYSQL -> new MySqlSplitter(reader);
            case SQLITE -> new SqliteSplitter(reader);
            case ORACLE -> new OracleSplitter(reader);
            case SQLSERVER -> new SqlServerSplitter(reader);
            case DB2 -> new Db2Splitter(reader);
        };
    }
}
