package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Piece;
import io.slipway.release.sql.Splitter;
import io.slipway.release.sql.Splitters;
import io.slipway.testkit.Effort;
import io.slipway.testkit.NastyScripts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The judge of a splitter is the native client: a script run by it and the same script run piece by piece leave the same
 * rows behind.
 */
class SplitterNativeClientTest {
    private static final int STATEMENTS = Effort.of(2_000, 10_000);
    private static final long SEED = 20_260_101;

    @TempDir
    Path folder;

    @Test
    void piecesDoWhatPsqlDoes() throws Exception {
        requireOnPath("psql");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .start()) {
            try (Connection admin = server.getPostgresDatabase().getConnection();
                    Statement create = admin.createStatement()) {
                create.execute("CREATE DATABASE by_client ENCODING 'UTF8' TEMPLATE template0");
                create.execute("CREATE DATABASE by_pieces ENCODING 'UTF8' TEMPLATE template0");
            }
            Path script = script(NastyScripts.Kind.POSTGRESQL);
            run(
                    Map.of("PGCLIENTENCODING", "UTF8"),
                    List.of(
                            "psql",
                            "-X",
                            "-q",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-h",
                            "localhost",
                            "-U",
                            "postgres",
                            "-p",
                            String.valueOf(server.getPort()),
                            "-f",
                            script.toString(),
                            "by_client"),
                    Path.of("/dev/null"));
            assertSameRows(
                    Dialect.POSTGRESQL,
                    script,
                    server.getJdbcUrl("postgres", "by_client"),
                    server.getJdbcUrl("postgres", "by_pieces"));
        }
    }

    @Test
    void piecesDoWhatMariadbDoes() throws Exception {
        requireOnPath("mariadb");
        requireOnPath("mariadbd");
        requireOnPath("mariadb-install-db");
        Path data = folder.resolve("data");
        Path socket = folder.resolve("s");
        Path nothing = Path.of("/dev/null");
        run(
                Map.of(),
                List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--auth-root-authentication-method=normal"),
                nothing);
        int port = freePort();
        Process server = new ProcessBuilder(
                        "mariadbd",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--socket=" + socket,
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--innodb-flush-log-at-trx-commit=0",
                        "--character-set-server=utf8mb4")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        try {
            String url = "jdbc:mariadb://127.0.0.1:" + port + "/";
            List<String> client = List.of(
                    "mariadb", "--no-defaults", "-uroot", "--socket=" + socket, "--default-character-set=utf8mb4");
            awaitSocket(socket, server);
            run(Map.of(), with(client, "-e", "CREATE DATABASE by_client; CREATE DATABASE by_pieces"), nothing);
            Path script = script(NastyScripts.Kind.MYSQL);
            run(Map.of(), with(client, "by_client"), script);
            assertSameRows(
                    Dialect.MYSQL,
                    script,
                    url + "by_client?user=root&sslMode=disable",
                    url + "by_pieces?user=root&sslMode=disable");
        } finally {
            server.destroy();
            server.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void piecesDoWhatTheSqliteShellDoes() throws Exception {
        requireOnPath("sqlite3");
        Path byClient = folder.resolve("client.db");
        Path script = script(NastyScripts.Kind.SQLITE);
        run(Map.of(), List.of("sqlite3", "-bail", "-cmd", "PRAGMA synchronous=off", byClient.toString()), script);
        assertSameRows(Dialect.SQLITE, script, "jdbc:sqlite:" + byClient, "jdbc:sqlite:" + folder.resolve("pieces.db"));
    }

    private Path script(NastyScripts.Kind kind) throws IOException {
        String text = NastyScripts.text(NastyScripts.of(kind, SEED, STATEMENTS));
        return Files.writeString(folder.resolve(kind + ".sql"), text);
    }

    private static void assertSameRows(Dialect dialect, Path script, String byClient, String byPieces)
            throws IOException, SQLException {
        List<String> expected = rows(byClient);
        assertThat(expected).hasSizeGreaterThan(STATEMENTS / 4);
        runPieces(dialect, Files.readString(script), byPieces);
        List<String> actual = rows(byPieces);
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).isEqualTo(expected.get(i));
        }
        assertThat(actual).hasSameSizeAs(expected);
    }

    private static List<String> rows(String url) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement select = connection.createStatement();
                ResultSet result = select.executeQuery("SELECT id, txt FROM nasty ORDER BY id")) {
            while (result.next()) {
                rows.add(result.getInt(1) + ": " + result.getString(2));
            }
        }
        return rows;
    }

    private static void runPieces(Dialect dialect, String script, String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            Splitter pieces = Splitters.of(dialect, new StringReader(script));
            List<CopyIn> copying = new ArrayList<>();
            while (pieces.hasNext()) {
                Piece piece = pieces.next();
                switch (piece.type()) {
                    case STATEMENT -> {
                        if (piece.sql().startsWith("COPY")) {
                            copying.add(connection
                                    .unwrap(PGConnection.class)
                                    .getCopyAPI()
                                    .copyIn(piece.sql()));
                        } else {
                            execute(connection, piece);
                        }
                    }
                    case COPY_DATA -> {
                        byte[] rows = piece.text().getBytes(StandardCharsets.UTF_8);
                        copying.get(0).writeToCopy(rows, 0, rows.length);
                    }
                    case COPY_END -> copying.remove(0).endCopy();
                    case BLANK, DIRECTIVE -> {}
                }
            }
            connection.commit();
        }
    }

    private static void execute(Connection connection, Piece piece) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(piece.sql());
        } catch (SQLException e) {
            throw new AssertionError("line " + piece.line() + ": " + piece.sql(), e);
        }
    }

    private void run(Map<String, String> environment, List<String> command, Path input) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command.toString()).isTrue();
        assertThat(process.exitValue()).as(() -> command + "\n" + tail(output)).isZero();
    }

    private static String tail(Path output) {
        try {
            String text = Files.readString(output);
            return text.substring(Math.max(0, text.length() - 2000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    private static void awaitSocket(Path socket, Process server) throws InterruptedException {
        for (int i = 0; i < 600 && server.isAlive() && !Files.exists(socket); i++) {
            Thread.sleep(100);
        }
        assertThat(Files.exists(socket)).as("the server listens").isTrue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static void requireOnPath(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
        if (!found) {
            System.out.println("SKIPPED: SplitterNativeClientTest has no " + program + " on the PATH");
        }
        assumeTrue(found, "no " + program + " on the PATH");
    }
}
