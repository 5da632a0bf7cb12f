package io.slipway.store;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies all that one store holds into another, empty one, whichever products they are: a back-up is a copy into a
 * SQLite file, restoring one is a copy out of it, and growing from SQLite to PostgreSQL is a copy too.
 */
public final class StoreCopy {
    /** The scheduler's own tables: they are filled anew from the deployments, deliveries, cases and go-lives that wait. */
    private static final String SCHEDULER = "scheduled_";

    private static final int BATCH = 200;
    /** Some rows are a megabyte: artifacts come in such parts. A batch holds about this many bytes at most. */
    private static final long BATCH_BYTES = 4 << 20;
    /** Rows that a database sends ahead. */
    private static final int AHEAD = 20;

    private StoreCopy() {}

    /**
     * Copies in one transaction on each side: what is read is one moment's state, and what is written is all or
     * nothing.
     *
     * @return table → rows copied, by name
     * @throws SlipwayException {@code store-not-empty} when somebody uses the other already
     */
    public static Map<String, Long> run(Store from, Store to) {
        try (Connection source = from.dataSource().getConnection();
                Connection sink = to.dataSource().getConnection()) {
            begin(from, source);
            sink.setAutoCommit(false);
            try {
                Map<String, Long> copied = copy(source, sink);
                sink.commit();
                return copied;
            } catch (SQLException | RuntimeException e) {
                sink.rollback();
                throw e;
            } finally {
                end(from, source);
            }
        } catch (SQLException e) {
            throw SlipwayException.of(
                            ErrorCode.STORE_COPY_FAILED,
                            "The copy failed, and nothing was written: " + e.getMessage(),
                            "See that both databases can be reached and have room, and try again.")
                    .causedBy(e);
        }
    }

    /** For reading only: a transaction as the store begins them would take SQLite's one right to write. */
    private static void begin(Store from, Connection source) throws SQLException {
        if (from.sqlite()) {
            execute(source, "BEGIN DEFERRED");
            // The moment that is copied is that of the first reading.
            execute(source, "SELECT count(*) FROM sqlite_schema");
        } else {
            source.setAutoCommit(false);
            source.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
    }

    private static void end(Store from, Connection source) throws SQLException {
        if (from.sqlite()) {
            execute(source, "ROLLBACK");
        } else {
            source.rollback();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, Long> copy(Connection source, Connection sink) throws SQLException {
        List<String> tables = ordered(source);
        Set<String> there = Set.copyOf(ordered(sink));
        Map<String, Long> copied = new TreeMap<>();
        requireEmpty(sink);
        for (int i = tables.size() - 1; i >= 0; i--) {
            // what a fresh schema comes with: counters, the head of the audit chain
            execute(sink, "DELETE FROM " + tables.get(i));
        }
        for (String table : tables) {
            if (!there.contains(table)) {
                throw new SQLException("there is no table " + table);
            }
            long rows = copy(source, sink, table);
            if (rows != count(source, table) || rows != count(sink, table)) {
                throw new SQLException("the rows of " + table + " don't add up");
            }
            copied.put(table, rows);
        }
        return copied;
    }

    private static void requireEmpty(Connection sink) throws SQLException {
        if (count(sink, "person") > 0 || count(sink, "project") > 0 || count(sink, "audit_event") > 0) {
            throw SlipwayException.of(
                    ErrorCode.STORE_NOT_EMPTY,
                    "There is something in it already; a copy goes into a new, empty store only.",
                    "Name another folder or database.");
        }
    }

    private static long copy(Connection source, Connection sink, String table) throws SQLException {
        Map<String, Integer> columns = columns(sink, table);
        String names = String.join(", ", columns.keySet());
        String places = columns.keySet().stream().map(name -> "?").collect(Collectors.joining(", "));
        long rows = 0;
        long waiting = 0;
        try (Statement read = source.createStatement();
                PreparedStatement write =
                        sink.prepareStatement("INSERT INTO " + table + " (" + names + ") VALUES (" + places + ")")) {
            read.setFetchSize(AHEAD);
            try (ResultSet row = read.executeQuery("SELECT " + names + " FROM " + table)) {
                while (row.next()) {
                    int place = 1;
                    for (int type : columns.values()) {
                        waiting += bind(row, write, place++, type);
                    }
                    write.addBatch();
                    if (++rows % BATCH == 0 || waiting > BATCH_BYTES) {
                        write.executeBatch();
                        waiting = 0;
                    }
                }
            }
            write.executeBatch();
        }
        return rows;
    }

    /** @return about how many bytes the value has */
    private static long bind(ResultSet row, PreparedStatement write, int place, int type) throws SQLException {
        switch (type) {
            case Types.BIT, Types.BOOLEAN -> {
                write.setBoolean(place, row.getBoolean(place));
                return 1;
            }
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT -> {
                long value = row.getLong(place);
                if (row.wasNull()) {
                    write.setNull(place, Types.BIGINT);
                } else {
                    write.setLong(place, value);
                }
                return Long.BYTES;
            }
            case Types.BINARY, Types.VARBINARY, Types.BLOB -> {
                byte[] bytes = row.getBytes(place);
                write.setBytes(place, bytes);
                return bytes == null ? 0 : bytes.length;
            }
            default -> {
                String text = row.getString(place);
                write.setString(place, text);
                return text == null ? 0 : text.length();
            }
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Column → how to bind it, by what the schema's own words say: SQLite tells its driver no more than those. */
    private static Map<String, Integer> columns(Connection connection, String table) throws SQLException {
        Map<String, Integer> columns = new LinkedHashMap<>();
        try (ResultSet row = connection.getMetaData().getColumns(null, schema(connection), table, "%")) {
            while (row.next()) {
                String word = row.getString("TYPE_NAME").toLowerCase(java.util.Locale.ROOT);
                columns.put(
                        row.getString("COLUMN_NAME"),
                        switch (word) {
                            case "bool", "boolean" -> Types.BOOLEAN;
                            case "bytea" -> Types.BINARY;
                            case "int8", "bigint", "int4", "int", "integer", "int2", "smallint" -> Types.BIGINT;
                            default -> Types.VARCHAR;
                        });
            }
        }
        return columns;
    }

    /** The tables, each after those it refers to. */
    private static List<String> ordered(Connection connection) throws SQLException {
        DatabaseMetaData facts = connection.getMetaData();
        Map<String, Set<String>> needs = new TreeMap<>();
        try (ResultSet row = facts.getTables(null, schema(connection), "%", new String[] {"TABLE"})) {
            while (row.next()) {
                String name = row.getString("TABLE_NAME");
                if (!name.startsWith("slipway_") && !name.startsWith("sqlite_") && !name.startsWith(SCHEDULER)) {
                    needs.put(name, new LinkedHashSet<>());
                }
            }
        }
        for (Map.Entry<String, Set<String>> table : needs.entrySet()) {
            try (ResultSet row = facts.getImportedKeys(null, schema(connection), table.getKey())) {
                while (row.next()) {
                    table.getValue().add(row.getString("PKTABLE_NAME"));
                }
            }
            table.getValue().remove(table.getKey());
        }
        List<String> ordered = new ArrayList<>();
        while (ordered.size() < needs.size()) {
            Optional<String> next = needs.keySet().stream()
                    .filter(name -> !ordered.contains(name))
                    .filter(name -> ordered.containsAll(needs.get(name)))
                    .findFirst();
            ordered.add(
                    next.orElseThrow(() -> new IllegalStateException("the tables refer to each other in a circle")));
        }
        return ordered;
    }

    private static @org.jspecify.annotations.Nullable String schema(Connection connection) throws SQLException {
        return Stream.ofNullable(connection.getSchema()).findFirst().orElse(null);
    }
}
