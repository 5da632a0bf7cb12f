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
 * It is quick and forgets commits when it is killed; {@link #ownOrSkip} gives one that does not.
 */
public final class MariadbServer implements DatabaseServer {
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final List<String> command;
    private final int port;
    private volatile Process process;
    private final String version;
    private final AtomicInteger databases = new AtomicInteger();

    private MariadbServer(Path folder, List<String> command, int port, Process process, String version) {
        this.folder = folder;
        this.command = command;
        this.port = port;
        this.process = process;
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

    /**
     * One that nobody shares and that keeps each commit through a crash, so that it may be killed.
     *
     * @param options more options of the server, known from its first start on
     */
    public static MariadbServer ownOrSkip(String... options) {
        return start(true, options).orElseGet(() -> Skips.outLoud("no MariaDB server on this machine"));
    }

    /** Ends it as a crash does: nothing is written any more, and the next start recovers. */
    @Override
    public void stopAtOnce() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while MariaDB stopped", e);
        }
    }

    /** With the same data, at the same port; when this returns it answers. */
    @Override
    public void startAgain() {
        try {
            process = launch(command, folder.resolve("log"));
            await(port, PASSWORD, process, folder.resolve("log")).close();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("cannot start MariaDB again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while MariaDB started", e);
        }
    }

    /** Of the server's process. */
    @Override
    public long pid() {
        return process.pid();
    }

    /** As the server gives it, such as {@code 10.11.19-MariaDB}. */
    public String version() {
        return version;
    }

    @Override
    public int port() {
        return port;
    }

    /** The server itself, as its {@code root}. */
    @Override
    public Database admin() {
        return new Database(url(port, ""), "root", PASSWORD);
    }

    /** A new, empty database, and a new user who has all rights on it and none elsewhere. */
    @Override
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

    private static Optional<MariadbServer> start(boolean durable, String... options) {
        try {
            Optional<MariadbBinaries> binaries = MariadbBinaries.find();
            return binaries.isPresent()
                    ? Optional.of(start(binaries.get(), durable, List.of(options)))
                    : Optional.empty();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("cannot start MariaDB", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while MariaDB started", e);
        }
    }

    private static MariadbServer start(MariadbBinaries binaries, boolean durable, List<String> options)
            throws IOException, InterruptedException, SQLException {
        Path folder = Folders.newDataFolder("mariadb");
        Path data = folder.resolve("data");
        Path log = folder.resolve("log");
        Path pid = folder.resolve("pid");
        Watchdog.over(pid, folder);

        List<String> install = binaries.command(binaries.installDb(), data);
        install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
        install.addAll(options);
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
                "--innodb-flush-log-at-trx-commit=" + (durable ? 1 : 0),
                "--innodb-log-file-size=16M"));
        serve.addAll(options);
        Process process = launch(serve, log);
        MariadbServer server = new MariadbServer(folder, serve, port, process, secure(port, process, log));
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "mariadb-stop"));
        return server;
    }

    private static Process launch(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Gives its root a password. */
    private static String secure(int port, Process process, Path log)
            throws IOException, InterruptedException, SQLException {
        try (Connection connection = await(port, "", process, log);
                Statement statement = connection.createStatement()) {
            statement.execute("SET PASSWORD = PASSWORD('" + PASSWORD + "')");
            try (ResultSet row = statement.executeQuery("SELECT version()")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** A connection of its root, as soon as it answers. */
    private static Connection await(int port, String password, Process process, Path log)
            throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (true) {
            try {
                return DriverManager.getConnection(url(port, ""), "root", password);
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

    private void stop() {
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
        private static final Optional<MariadbServer> SERVER = start(false);
    }
}
