package peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The least that a program in Java can do and still promise what Slipway does: {@code mode url user password folder
 * [databases]}.
 *
 * <p>{@code deploy} runs each script with a line of history in a transaction of its own, many in a message, and the last
 * commit waits for the disk; {@code digest} reads one value that says whether there is anything to do; {@code huge} sends
 * one large script of one-line statements in pieces, in one transaction; {@code many} does as {@code deploy} on many
 * databases side by side; {@code journal} is for servers whose DDL commits
 * by itself: a line before and a line after each statement.
 */
public final class FloorRun {
    private static final int SCRIPTS_A_MESSAGE = 50;
    private static final int STATEMENTS_A_MESSAGE = 500;
    private static final int AT_A_TIME = 8;

    private FloorRun() {}

    public static void main(String[] arguments) throws Exception {
        boolean postgresql = arguments[1].startsWith("jdbc:postgresql:");
        String url = arguments[1] + (arguments[1].contains("?") ? "&" : "?")
                + (postgresql ? "preferQueryMode=simple" : "allowMultiQueries=true");
        if (arguments[0].equals("many")) {
            many(url, arguments, Files.readAllLines(Path.of(arguments[5])));
            return;
        }
        try (Connection connection = DriverManager.getConnection(url, arguments[2], arguments[3]);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            switch (arguments[0]) {
                case "deploy" -> deploy(statement, Path.of(arguments[4]), postgresql);
                case "digest" -> digest(statement);
                case "huge" -> huge(connection, statement, Path.of(arguments[4]));
                case "journal" -> journal(statement, Path.of(arguments[4]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** As many at a time as Slipway unless told otherwise. */
    private static void many(String url, String[] arguments, List<String> databases) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (String database : databases) {
            work.add(() -> {
                try (Connection connection = DriverManager.getConnection(
                                url.replace("{database}", database),
                                arguments[2].replace("{database}", database),
                                arguments[3]);
                        Statement statement = connection.createStatement()) {
                    statement.setEscapeProcessing(false);
                    deploy(statement, Path.of(arguments[4]), true);
                    return true;
                }
            });
        }
        for (Future<Boolean> done : threads.invokeAll(work)) {
            done.get();
        }
        threads.shutdown();
    }

    private static List<Path> pending(Statement statement, Path folder) throws IOException, SQLException {
        statement.execute("CREATE TABLE IF NOT EXISTS floor_history (id varchar(200) PRIMARY KEY, digest char(64),"
                + " state varchar(10))");
        Set<String> applied = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT id FROM floor_history")) {
            while (rows.next()) {
                applied.add(rows.getString(1));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !applied.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static void deploy(Statement statement, Path folder, boolean postgresql)
            throws IOException, SQLException {
        List<Path> pending = pending(statement, folder);
        for (int from = 0; from < pending.size(); from += SCRIPTS_A_MESSAGE) {
            int to = Math.min(pending.size(), from + SCRIPTS_A_MESSAGE);
            StringBuilder message = new StringBuilder();
            for (int i = from; i < to; i++) {
                String sql = Files.readString(pending.get(i));
                message.append("BEGIN;\n");
                if (postgresql && i < pending.size() - 1) {
                    message.append("SET LOCAL synchronous_commit = off;\n");
                }
                message.append(sql)
                        .append("\n;INSERT INTO floor_history VALUES ('")
                        .append(pending.get(i).getFileName())
                        .append("', '")
                        .append(sha256(sql))
                        .append("', 'done');\nCOMMIT;\n");
            }
            statement.execute(message.toString());
        }
    }

    private static void digest(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT max(digest) FROM floor_history WHERE id = 'all'")) {
            row.next();
            System.out.println(row.getString(1));
        }
    }

    private static void huge(Connection connection, Statement statement, Path folder)
            throws IOException, SQLException {
        Path script = pending(statement, folder).get(0);
        connection.setAutoCommit(false);
        List<String> piece = new ArrayList<>();
        try (Stream<String> lines = Files.lines(script)) {
            for (String line : (Iterable<String>) lines::iterator) {
                piece.add(line);
                if (piece.size() == STATEMENTS_A_MESSAGE) {
                    statement.execute(String.join("\n", piece));
                    piece.clear();
                }
            }
        }
        piece.add("INSERT INTO floor_history VALUES ('" + script.getFileName() + "', '', 'done')");
        statement.execute(String.join("\n", piece));
        connection.commit();
    }

    private static void journal(Statement statement, Path folder) throws IOException, SQLException {
        String done = "UPDATE floor_history SET state = 'done' WHERE id = '%s'";
        for (Path script : pending(statement, folder)) {
            String sql = Files.readString(script).strip().replaceAll(";$", "");
            String name = script.getFileName().toString();
            statement.execute("INSERT INTO floor_history VALUES ('" + name + "', '" + sha256(sql) + "', 'begun');\n" + sql
                    + ";\n" + done.formatted(name));
            while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
                // each result says that its statement ended well
            }
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
