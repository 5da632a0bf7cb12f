package io.slipway.database.sqlite;

import io.slipway.database.JdbcSession;
import io.slipway.release.target.SqlFailure;
import java.io.Closeable;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One open file. A file that is not there yet is made by the first write only; until then an empty database in memory
 * answers what is read.
 */
final class SqliteSession implements Closeable {
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final SqliteFile file;
    private final List<String> pragmas;
    private Duration wait = WAIT;
    private boolean real;
    private boolean pragmaSeen;
    private volatile JdbcSession jdbc;

    /** @param pragmas settings beside SQLite's own defaults */
    SqliteSession(SqliteFile file, List<String> pragmas) throws SQLException {
        this.file = file;
        this.pragmas = pragmas;
        this.real = file.exists();
        this.jdbc = open(false);
    }

    SqliteFile file() {
        return file;
    }

    /** For reading: makes no file. */
    JdbcSession reading() {
        if (!real && file.exists()) {
            replace(false);
        }
        return jdbc;
    }

    /** For writing: makes the file when there is none. */
    JdbcSession writing() {
        if (!real) {
            replace(true);
        }
        return jdbc;
    }

    /** For Slipway's own writes, which a script's settings must not hinder. */
    JdbcSession settled() {
        JdbcSession session = writing();
        if (pragmaSeen) {
            session.update("PRAGMA main.query_only = OFF");
        }
        return session;
    }

    long execute(String sql) throws SqlFailure {
        JdbcSession session = writing();
        pragmaSeen |= sql.toLowerCase(Locale.ROOT).contains("pragma");
        return session.execute(sql);
    }

    void cancel() {
        jdbc.cancel();
    }

    /** How long to wait for another writer. */
    void waitFor(Optional<Duration> limit) throws SqlFailure {
        wait = limit.orElse(WAIT);
        jdbc.command(busyTimeout());
    }

    /**
     * Opens the file anew when a script left settings, temporary objects or attached files behind. It is not done each
     * time: SQLite would read the whole schema again.
     */
    void reset() throws SqlFailure {
        if (jdbc.inTransaction()) {
            throw new IllegalStateException("a session is reset between transactions, not within one");
        }
        if (!real || !(pragmaSeen || hasMoreThanMain())) {
            return;
        }
        jdbc.close();
        pragmaSeen = false;
        try {
            jdbc = open(false);
        } catch (SQLException e) {
            throw new SqliteFailures().of(e, "");
        }
    }

    private boolean hasMoreThanMain() {
        return jdbc.query("PRAGMA database_list", row -> row.getString(2)).stream()
                .anyMatch(name -> !name.equals("main"));
    }

    private void replace(boolean create) {
        JdbcSession before = jdbc;
        try {
            real = true;
            jdbc = open(create);
        } catch (SQLException e) {
            real = false;
            throw SqliteProduct.unreachable(file, e);
        }
        before.close();
    }

    private JdbcSession open(boolean create) throws SQLException {
        List<String> settings = new ArrayList<>(pragmas);
        settings.add(busyTimeout());
        return new JdbcSession(
                real ? file.open(create, settings) : DriverManager.getConnection(SqliteFile.SCHEME + ":memory:"),
                new SqliteFailures(),
                SqliteSession::run,
                "BEGIN IMMEDIATE");
    }

    private String busyTimeout() {
        return "PRAGMA busy_timeout = " + Math.min(Integer.MAX_VALUE, wait.toMillis());
    }

    /**
     * The driver's {@code execute} would silently leave out whatever follows a first statement; {@code executeUpdate}
     * does not. A blank in front keeps it from taking {@code BACKUP TO} and {@code RESTORE FROM}, which are no SQL, for
     * itself. What it returns counts the work of triggers too, and {@code changes()} alone would tell of an earlier
     * statement.
     */
    private static long run(Statement statement, String sql) throws SQLException {
        if (statement.executeUpdate(" " + sql) == 0) {
            return 0;
        }
        try (ResultSet row = statement.executeQuery("SELECT changes()")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public void close() {
        jdbc.close();
    }
}
