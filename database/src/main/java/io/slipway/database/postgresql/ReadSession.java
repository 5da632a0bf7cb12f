package io.slipway.database.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Makes a session print every definition in the same way, whatever its settings, for as long as it is open; then puts
 * them back. Inside somebody's transaction the settings are local to it, so that neither its end nor its rollback leaves
 * anything of ours behind; without one, everything is read in one snapshot.
 */
final class ReadSession implements AutoCloseable {
    private static final Map<String, String> PRINTING = ordered(
            "search_path", "pg_catalog, pg_temp",
            "DateStyle", "ISO, MDY",
            "IntervalStyle", "postgres",
            "TimeZone", "UTC",
            "extra_float_digits", "1",
            "bytea_output", "hex",
            "quote_all_identifiers", "off",
            "lc_monetary", "C",
            "jit", "off");

    /** How long a lock is waited for while everything is read. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** For a prepared query about a few units: look each up by index, and plan once. */
    private static final Map<String, String> LOOKING_UP = ordered(
            "plan_cache_mode", "force_generic_plan",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "enable_seqscan", "off");

    private final Connection connection;
    private final boolean autoCommit;
    private final boolean ownTransaction;
    private String restore = "";

    private ReadSession(Connection connection, boolean autoCommit, boolean ownTransaction) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.ownTransaction = ownTransaction;
    }

    /** For reading everything. Definitions are printed under locks, for which others may keep us waiting. */
    static ReadSession open(Connection connection) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>(PRINTING);
        settings.put("lock_timeout", LONGEST_WAIT.toMillis() + "ms");
        return open(connection, settings);
    }

    /** For reading a few units. */
    static ReadSession openForFew(Connection connection) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>(PRINTING);
        settings.putAll(LOOKING_UP);
        return open(connection, settings);
    }

    private static ReadSession open(Connection connection, Map<String, String> settings) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        boolean idle = connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
        ReadSession session = new ReadSession(connection, autoCommit, idle);
        if (idle) {
            connection.setAutoCommit(false);
        }
        try (Statement statement = connection.createStatement()) {
            if (idle) {
                statement.execute("set transaction isolation level repeatable read");
            } else {
                session.remember(statement, settings);
            }
            statement.execute(settings(settings));
        } catch (SQLException e) {
            session.close();
            throw e;
        }
        return session;
    }

    Connection connection() {
        return connection;
    }

    private void remember(Statement statement, Map<String, String> settings) throws SQLException {
        String question = settings.keySet().stream()
                .map(name -> "current_setting('" + name + "')")
                .collect(Collectors.joining(", ", "select ", ""));
        Map<String, String> before = new LinkedHashMap<>();
        try (ResultSet values = statement.executeQuery(question)) {
            values.next();
            int i = 1;
            for (String name : settings.keySet()) {
                before.put(name, values.getString(i++));
            }
        }
        restore = settings(before);
    }

    private static String settings(Map<String, String> values) {
        return values.entrySet().stream()
                .map(e -> "pg_catalog.set_config('" + e.getKey() + "', '"
                        + e.getValue().replace("'", "''") + "', true)")
                .collect(Collectors.joining(", ", "select ", ""));
    }

    @Override
    public void close() throws SQLException {
        if (ownTransaction) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } else if (!restore.isEmpty()
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.OPEN) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(restore);
            }
        }
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
