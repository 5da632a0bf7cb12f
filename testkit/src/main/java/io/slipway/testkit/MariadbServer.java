package io.slipway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A MariaDB server, one for each JVM, started when first asked for and gone with the JVM. Users log in with a password.
 */
public final class MariadbServer {
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final int port;
    private final String version;
    private final AtomicInteger databases = new AtomicInteger();

    private MariadbServer(int port, String version) {
        this.port = port;
        this.version = version;
    }

    /** The server of this JVM; empty when this machine has none to offer. */
    public static Optional<MariadbServer> find() {
        return Holder.SERVER;
    }

    /** The server of this JVM, or the test is skipped out loud. */
    public static MariadbServer findOrSkip() {
        return find().orElseGet(() -> Skips.outLoud("no MariaDB server on this machine"));
    }

    /** As the server gives it, such as {@code 10.11.19-MariaDB}. */
    public String version() {
        return version;
    }

    public int port() {
        return port;
    }

    /** The server itself, as its {@code root}. */
    public Database admin() {
        return new Database(url(port, ""), "root", PASSWORD);
    }

    /** A new, empty database, and a new user who has all rights on it and none elsewhere. */
    public Database createDatabase() {
        String name = "test_" + databases.incrementAndGet();
        admin().run(
                        "CREATE DATABASE " + name + " CHARACTER SET utf8mb4",
                        "CREATE USER " + name + "@'%' IDENTIFIED BY '" + PASSWORD + "'",
                        "GRANT ALL ON " + name + ".* TO " + name + "@'%'");
        return new Database(url(port, name), name, PASSWORD);
    }

    private static String url(int port, String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?sslMode=disable";
    }

    private static Optional<MariadbServer> start() {
        try {
            Optional<MariadbBinaries> binaries = MariadbBinaries.find();
            return binaries.isPresent() ? Optional.of(start(binaries.get())) : Optional.empty();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("cannot start MariaDB", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while MariaDB started", e);
        }
    }

    private static MariadbServer start(MariadbBinaries binaries)
            throws IOException, InterruptedException, SQLException {
        Path folder = Folders.newDataFolder("mariadb");
        Path data = folder.resolve("data");
        Path log = folder.resolve("log");
        Path pid = folder.resolve("pid");
        Watchdog.over(pid, folder);

        List<String> install = binaries.command(binaries.installDb(), data);
        install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
        Process installing = launch(install, log);
        if (!installing.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS) || installing.exitValue() != 0) {
            throw new IOException("mariadb-install-db failed: " + Files.readString(log));
        }

        int port = freePort();
        // Its temporary tables lie with its data, where nobody who cleans up the common folder finds them.
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> serve = binaries.command(binaries.server(), data);
        serve.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("s"),
                "--pid-file=" + pid,
                "--tmpdir=" + temporary,
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-log-file-size=16M"));
        Process process = launch(serve, log);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder), "mariadb-stop"));
        return new MariadbServer(port, secure(port, process, log));
    }

    private static Process launch(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits for the server and gives its root a password. */
    private static String secure(int port, Process process, Path log)
            throws IOException, InterruptedException, SQLException {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url(port, ""), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("SET PASSWORD = PASSWORD('" + PASSWORD + "')");
                try (ResultSet row = statement.executeQuery("SELECT version()")) {
                    row.next();
                    return row.getString(1);
                }
            } catch (SQLException e) {
                if (!process.isAlive() || Instant.now().isAfter(limit)) {
                    throw new IOException("MariaDB does not answer: " + Files.readString(log), e);
                }
                Thread.sleep(50);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void stop(Process process, Path folder) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Folders.delete(folder);
    }

    /** Starts the server when it is first needed. */
    private static final class Holder {
        private static final Optional<MariadbServer> SERVER = start();
    }
}
