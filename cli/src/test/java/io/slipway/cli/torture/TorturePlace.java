package io.slipway.cli.torture;

import io.slipway.testkit.Database;
import io.slipway.testkit.DatabaseServer;
import io.slipway.testkit.FaultLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One project folder and one new database, which commands reach over a line that breaks. */
final class TorturePlace implements AutoCloseable {
    private final Path root;
    private final Database database;
    private final Database admin;
    private final FaultLine line;
    private final boolean mariadb;
    private @Nullable Connection looking;

    /** @param artifacts a folder whose artifacts are taken over; else the scripts are written, to be packaged */
    TorturePlace(Path root, String product, Map<String, List<TortureScripts.Step>> scripts, Path artifacts)
            throws IOException {
        this(root, product, scripts, artifacts, DatabaseServer.shared(product));
    }

    TorturePlace(
            Path root,
            String product,
            Map<String, List<TortureScripts.Step>> scripts,
            Path artifacts,
            DatabaseServer server)
            throws IOException {
        this.root = root;
        this.mariadb = product.equals("mariadb");
        this.admin = server.admin();
        this.database = server.createDatabase();
        this.line = new FaultLine(server.port());
        Files.createDirectories(root.resolve("sql"));
        Files.writeString(root.resolve("slipway.yaml"), """
                project: torture
                database: %s
                reference: %s
                environments:
                  dev: { url: "%s", user: %s, password: "${env:DEV_PASSWORD}" }
                """.formatted(
                product, reference(), database.url().replaceFirst(":\\d+/", ":" + line.port() + "/"), database.user()));
        if (Files.isDirectory(artifacts)) {
            copy(artifacts, Files.createDirectories(root.resolve("artifacts")));
        } else {
            for (Map.Entry<String, List<TortureScripts.Step>> script : scripts.entrySet()) {
                write(script.getKey(), TortureScripts.text(script.getValue()));
            }
        }
    }

    /** A script of the project. */
    void write(String path, String text) throws IOException {
        Path file = root.resolve("sql/" + path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Past the engine. */
    void execute(String sql) throws SQLException {
        try (Statement statement = looking().createStatement()) {
            statement.execute(sql);
        }
    }

    private String reference() {
        return "{ url: \"" + admin.url() + "\", user: " + admin.user() + ", password: \"${env:REFERENCE_PASSWORD}\" }";
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    Path root() {
        return root;
    }

    FaultLine line() {
        return line;
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("USER", "ann");
        environment.put("SLIPWAY_DIRECTORY", root.toString());
        environment.put("DEV_PASSWORD", database.password());
        environment.put("REFERENCE_PASSWORD", admin.password());
        return environment;
    }

    /** Rows of a query past the line and the engine, values with bars between. */
    List<String> rows(String sql) throws SQLException {
        try (Statement statement = looking().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringJoiner row = new StringJoiner(" | ");
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    /** One connection for many looks, for as long as it holds. */
    private Connection looking() throws SQLException {
        if (looking == null || !looking.isValid(10)) {
            looking = database.connect();
        }
        return looking;
    }

    private void lookAway() throws SQLException {
        if (looking != null) {
            looking.close();
            looking = null;
        }
    }

    /** How often a statement ran; 0 also while its table is not there. */
    long count(TortureScripts.Step step) {
        try {
            return Long.parseLong(rows(step.trace()).get(0).replaceFirst("\\..*", ""));
        } catch (SQLException e) {
            return 0;
        }
    }

    /** Ends the sessions that work on the database now, as an administrator or a failover does. */
    int endSessions() throws SQLException {
        lookAway();
        String name = database.url().replaceFirst(".*/([^/?]+).*", "$1");
        try (Connection connection = admin.connect();
                Statement statement = connection.createStatement()) {
            if (!mariadb) {
                try (ResultSet ended = statement.executeQuery(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + name
                                + "'")) {
                    ended.next();
                    return ended.getInt(1);
                }
            }
            List<Long> ids = new ArrayList<>();
            try (ResultSet sessions = statement.executeQuery(
                    "SELECT id FROM information_schema.processlist WHERE user = '" + database.user() + "'")) {
                while (sessions.next()) {
                    ids.add(sessions.getLong(1));
                }
            }
            int ended = 0;
            for (long id : ids) {
                try {
                    statement.execute("KILL " + id);
                    ended++;
                } catch (SQLException e) {
                    // it was quicker
                }
            }
            return ended;
        }
    }

    /** Locks of the engine's own kind that somebody still holds; what a killed client left running may take a moment. */
    List<String> locksLeft() throws SQLException {
        return mariadb
                ? rows("SELECT id, info FROM information_schema.processlist WHERE user = '" + database.user()
                        + "' AND id <> CONNECTION_ID()")
                : rows("SELECT pid, objid FROM pg_locks WHERE locktype = 'advisory' AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    /** All that the scripts made: structure, rows and traces, in the words of the product's own catalogue. */
    String state() throws SQLException {
        String schema = mariadb ? "database()" : "current_schema()";
        List<String> all = new ArrayList<>();
        all.addAll(rows("SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
                + " WHERE table_schema = " + schema + " AND table_name NOT LIKE 'slipway%'"
                + " ORDER BY table_name, ordinal_position"));
        all.addAll(
                mariadb
                        ? rows(
                                "SELECT table_name, index_name, column_name FROM information_schema.statistics"
                                        + " WHERE table_schema = database() AND table_name NOT LIKE 'slipway%' ORDER BY 1, 2, 3")
                        : rows(
                                "SELECT i.indexrelid::regclass, i.indisvalid, pg_get_indexdef(i.indexrelid) FROM pg_index i"
                                        + " JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace ="
                                        + " current_schema()::regnamespace ORDER BY 1"));
        all.addAll(rows("SELECT n, count(*) FROM effect GROUP BY n ORDER BY n"));
        for (String table : rows("SELECT table_name FROM information_schema.tables WHERE table_schema = " + schema
                + " AND table_name LIKE 't%' AND table_type = 'BASE TABLE' ORDER BY 1")) {
            all.addAll(rows("SELECT '" + table + "', count(*), sum(id), sum(a) FROM " + table));
        }
        return String.join("\n", all);
    }

    /** What the engine says of itself: path and event of each entry, in order. */
    List<String> history() throws SQLException {
        return rows("SELECT event, path FROM " + (mariadb ? "slipway_history" : "slipway.history")
                + " WHERE path IS NOT NULL ORDER BY id");
    }

    /** All of the engine's entries and its journal, to the last column. */
    List<String> wholeHistory() throws SQLException {
        List<String> all = rows("SELECT * FROM " + (mariadb ? "slipway_history" : "slipway.history") + " ORDER BY id");
        all.addAll(rows("SELECT * FROM " + (mariadb ? "slipway_journal" : "slipway.journal")));
        return all;
    }

    @Override
    public void close() throws IOException, SQLException {
        lookAway();
        line.close();
    }
}
