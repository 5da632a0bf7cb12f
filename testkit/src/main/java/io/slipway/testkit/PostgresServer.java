package io.slipway.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server of a given version, one for each JVM, started when first asked for and gone with the JVM. Roles
 * log in with a password (SCRAM), so that a wrong one is refused.
 */
public final class PostgresServer implements DatabaseServer {
    private static final String ADMIN = "slipway_admin";
    private static final String PASSWORD = "correct horse 'battery' staple";
    private static final Map<String, PostgresServer> SERVERS = new ConcurrentHashMap<>();

    private final String version;
    private final Path data;
    private volatile EmbeddedPostgres process;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(String version, Path data, EmbeddedPostgres process) {
        this.version = version;
        this.data = data;
        this.process = process;
    }

    /** The oldest version that Slipway supports. */
    public static PostgresServer oldest() {
        return version(knownVersion("oldest"));
    }

    /** The newest version that Slipway supports. */
    public static PostgresServer newest() {
        return version(knownVersion("newest"));
    }

    /** @param version one that the testkit's build carries, such as {@code 18.6.0} */
    public static PostgresServer version(String version) {
        return SERVERS.computeIfAbsent(version, each -> start(each, Use.TESTS));
    }

    /** One of the newest version that nobody shares and that keeps each commit through a crash, so that it may be killed. */
    public static PostgresServer own() {
        return start(knownVersion("newest"), Use.CRASHES);
    }

    /** One of the newest version that nobody shares and whose commits wait for a disk, as a server's do in earnest. */
    public static PostgresServer onDisk() {
        return start(knownVersion("newest"), Use.MEASUREMENTS);
    }

    /** What a server is for. */
    private enum Use {
        TESTS,
        CRASHES,
        MEASUREMENTS
    }

    /** Ends it as a crash does: no session is waited for, and the next start recovers. */
    @Override
    public void stopAtOnce() {
        try {
            Optional<ProcessHandle> server =
                    Files.exists(data.resolve("postmaster.pid")) ? ProcessHandle.of(pid()) : Optional.empty();
            if (server.isPresent()) {
                new ProcessBuilder("kill", "-QUIT", Long.toString(server.get().pid()))
                        .start()
                        .waitFor();
                server.get().onExit().get(1, TimeUnit.MINUTES);
            }
            process.close();
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot stop PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL stopped", e);
        }
    }

    /** With the same data, at the same port. */
    @Override
    public void startAgain() {
        try {
            process = builder(version, data, Use.CRASHES).setPort(port()).start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start PostgreSQL again", e);
        }
    }

    /** Of its first process, which starts one for each session. */
    @Override
    public long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String version() {
        return version;
    }

    public int major() {
        return major(version);
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    @Override
    public int port() {
        return process.getPort();
    }

    /** The maintenance database, as a superuser. */
    @Override
    public Database admin() {
        return new Database(url("postgres"), ADMIN, PASSWORD);
    }

    /** A new, empty database, owned by a new role that is no superuser. */
    @Override
    public Database createDatabase() {
        String name = "test_" + databases.incrementAndGet();
        admin().run(
                        "CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'",
                        "CREATE DATABASE " + name + " OWNER " + name);
        return new Database(url(name), name, PASSWORD);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    private static PostgresServer start(String version, Use use) {
        try {
            Path data = use == Use.MEASUREMENTS
                    ? Folders.newFolderOnDisk("pg" + version)
                    : Folders.newDataFolder("pg" + version);
            Watchdog.over(data.resolve("postmaster.pid"), data);
            EmbeddedPostgres process = builder(version, data, use).start();
            try (Connection connection = process.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE ROLE " + ADMIN + " SUPERUSER LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
            }
            return new PostgresServer(version, data, process);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("cannot start PostgreSQL " + version, e);
        }
    }

    private static EmbeddedPostgres.Builder builder(String version, Path data, Use use) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        if (major(version) >= 16) {
            // tests log in some thousand times, with a password that stands above
            builder.setServerConfig("scram_iterations", "1");
        }
        return builder.setPgBinaryResolver((system, machine) -> binaries(version, system, machine))
                .setOverrideWorkingDirectory(Folders.kept("postgres").toFile())
                .setDataDirectory(data)
                // after a crash the data are wanted again; in the end they go with the watchdog
                .setCleanDataDirectory(use != Use.CRASHES)
                .setLocaleConfig("locale", "C")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("max_connections", "200")
                .setServerConfig("timezone", "UTC")
                // the library's defaults, off, lose the last commits in a crash, and do not wait for a disk
                .setServerConfig("synchronous_commit", use == Use.TESTS ? "off" : "on")
                .setServerConfig("fsync", use == Use.MEASUREMENTS ? "on" : "off")
                .setDataDirectoryCustomizer(PostgresServer::askForPasswords)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD);
    }

    /** Only the starter's own role, which nobody else uses, comes in without a password. */
    private static void askForPasswords(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), """
                    local all all trust
                    host all postgres samehost trust
                    host all all samehost scram-sha-256
                    """, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream binaries(String version, String system, String machine) throws IOException {
        String name = "postgres/" + version + "/postgres-"
                + system.toLowerCase(Locale.ROOT).split(" ")[0] + "-" + processor(machine) + ".txz";
        InputStream archive = PostgresServer.class.getResourceAsStream(name);
        if (archive == null) {
            throw new IOException("the testkit carries no " + name + ": see its pom.xml");
        }
        return archive;
    }

    private static String processor(String machine) {
        return switch (machine) {
            case "x86_64", "amd64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> machine;
        };
    }

    private static String knownVersion(String which) {
        Properties versions = new Properties();
        try (InputStream file =
                Objects.requireNonNull(PostgresServer.class.getResourceAsStream("postgres.properties"))) {
            versions.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty(which, "");
    }
}
