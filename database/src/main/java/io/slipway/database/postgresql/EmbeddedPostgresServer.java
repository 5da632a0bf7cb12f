package io.slipway.database.postgresql;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Server;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server of our own on a data folder: it listens on the loopback address only, asks for a password that
 * only the folder's owner can read, and ends with this process. What a killed process left running is stopped by the
 * next start on the same folder.
 */
public final class EmbeddedPostgresServer implements Closeable {
    static final String SUPERUSER = "postgres";

    /** How careful the server is with its data. */
    public enum Data {
        /** Survives a power cut; never deleted by us. */
        LASTING,
        /** Speed is all: no flush to disk; made anew whenever it looks damaged. */
        REPLACEABLE,
        /** As replaceable, and deleted when the server stops. */
        PASSING
    }

    private final PostgresBinaries binaries;
    private final DataFolder folder;
    private final FileLock lock;
    private final int port;
    private final Thread atExit = new Thread(this::stop, "slipway-postgresql-stop");
    private volatile boolean damaged;
    private boolean stopped;

    private EmbeddedPostgresServer(PostgresBinaries binaries, DataFolder folder, FileLock lock, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.lock = lock;
        this.port = port;
    }

    /**
     * Starts a server, making its data folder first where there is none.
     *
     * @param port 0 for any that is free
     * @return empty when another process has a server on that folder
     * @throws SlipwayException {@code reference-unavailable}
     */
    public static Optional<EmbeddedPostgresServer> start(Path data, Data care, int port) {
        return start(binaries(), data, care, port);
    }

    /** The programs on the class path, unpacked. */
    static PostgresBinaries binaries() {
        try {
            return PostgresBinaries.unpacked(Folders.user())
                    .orElseThrow(() -> unavailable("Slipway was built without a PostgreSQL server for this machine."));
        } catch (IOException e) {
            throw unavailable("The embedded PostgreSQL server cannot be unpacked: " + e.getMessage())
                    .causedBy(e);
        }
    }

    static Optional<EmbeddedPostgresServer> start(PostgresBinaries binaries, Path data, Data care, int port) {
        return start(binaries, data, care, port, () -> Optional.empty());
    }

    /** One for people whom nobody knows: see {@link SeatExtensions}. */
    static Optional<EmbeddedPostgresServer> startForSeats(Path data) {
        PostgresBinaries binaries = binaries();
        return start(binaries, data, Data.REPLACEABLE, 0, () -> SeatExtensions.beside(data, binaries));
    }

    /** Where extensions are found, if not where the server has them; asked once nobody else is on the folder. */
    private interface Extensions {
        Optional<Path> find() throws IOException;
    }

    private static Optional<EmbeddedPostgresServer> start(
            PostgresBinaries binaries, Path data, Data care, int port, Extensions extensions) {
        try {
            Folders.makePrivate(Folders.parent(data));
            Optional<FileLock> lock = Folders.lock(lockFile(data));
            if (lock.isEmpty()) {
                return Optional.empty();
            }
            try {
                DataFolder folder = new DataFolder(binaries, data, care, extensions.find());
                folder.settle();
                int listening = folder.start(port == 0 ? EmbeddedPostgresServer::freePort : () -> port);
                EmbeddedPostgresServer server = new EmbeddedPostgresServer(binaries, folder, lock.get(), listening);
                try {
                    Runtime.getRuntime().addShutdownHook(server.atExit);
                } catch (IllegalStateException e) {
                    // Ctrl-C came while it started: nobody would stop it later
                    server.stop();
                    throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                            .causedBy(e);
                }
                return Optional.of(server);
            } catch (IOException | RuntimeException e) {
                Folders.unlock(lock.get());
                throw e;
            }
        } catch (IOException e) {
            throw unavailable("The embedded PostgreSQL server does not start: " + e.getMessage())
                    .causedBy(e);
        }
    }

    static Path lockFile(Path data) {
        return data.resolveSibling(data.getFileName() + ".lock");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw unavailable("No port is free on this machine.").causedBy(e);
        }
    }

    static SlipwayException unavailable(String message) {
        return SlipwayException.of(
                ErrorCode.REFERENCE_UNAVAILABLE,
                message,
                "Name a server where scratch databases may be made, under \"reference\" in slipway.yaml.");
    }

    public int port() {
        return port;
    }

    public Server server() {
        return new Server("PostgreSQL", binaries.version(), binaries.major());
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** How its superuser enters one of its databases. */
    public Address address(String database) {
        return new Address(url(database), SUPERUSER, folder.password(), Optional.empty());
    }

    /** Makes a login, or gives the one that is there this password. */
    public void createUser(String name, Secret password) {
        try (PostgresAdmin admin = new PostgresAdmin(address(SUPERUSER))) {
            String role = PostgresAdmin.name(name);
            boolean there = admin.exists("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?", name);
            password.use(value -> {
                admin.run((there ? "ALTER" : "CREATE") + " ROLE " + role + " LOGIN PASSWORD "
                        + PostgresAdmin.literal(value));
                return value;
            });
        }
    }

    /** Makes a database unless it is there. */
    public void createDatabase(String name, String owner) {
        try (PostgresAdmin admin = new PostgresAdmin(address(SUPERUSER))) {
            if (!admin.databaseExists(name)) {
                admin.copyDatabase("template0", name, folder.replaceable());
                admin.run("ALTER DATABASE " + PostgresAdmin.name(name) + " OWNER TO " + PostgresAdmin.name(owner));
            }
        }
    }

    /** Makes a database that is as another is now. Nobody may be connected to that one. */
    public void copyDatabase(String from, String to, String owner) {
        try (PostgresAdmin admin = new PostgresAdmin(address(SUPERUSER))) {
            admin.copyDatabase(from, to, folder.replaceable());
            admin.run("ALTER DATABASE " + PostgresAdmin.name(to) + " OWNER TO " + PostgresAdmin.name(owner));
        }
    }

    /** Takes a database away, with whoever is connected to it; one that is not there is no fault. */
    public void dropDatabase(String name) {
        try (PostgresAdmin admin = new PostgresAdmin(address(SUPERUSER))) {
            admin.run("DROP DATABASE IF EXISTS " + PostgresAdmin.name(name) + " WITH (FORCE)");
        }
    }

    /** Stops the server; when this returns it runs no more, whoever stopped it. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook finds nothing left to do.
            return;
        }
    }

    /** Stops it, and throws its data away, as they are damaged; those that are to last stay. */
    void discard() {
        damaged = folder.replaceable();
        close();
    }

    private synchronized void stop() {
        if (!stopped) {
            if (damaged) {
                folder.stopAndDelete();
            } else {
                folder.stop();
            }
            if (folder.passing()) {
                Folders.deleteFile(lockFile(folder.path()));
            }
            Folders.unlock(lock);
            stopped = true;
        }
    }

    /** Stops what killed processes left running in these folders, and deletes the folders. */
    static void sweep(PostgresBinaries binaries, Path parent) throws IOException {
        List<Path> left;
        try (var children = Files.list(parent)) {
            left = children.filter(Files::isDirectory).toList();
        }
        for (Path data : left) {
            Optional<FileLock> lock = Folders.lock(lockFile(data));
            if (lock.isPresent()) {
                new DataFolder(binaries, data, Data.PASSING).stop();
                Files.deleteIfExists(lockFile(data));
                Folders.unlock(lock.get());
            }
        }
    }
}
