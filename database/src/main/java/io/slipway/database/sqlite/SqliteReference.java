package io.slipway.database.sqlite;

import io.slipway.database.JdbcSession;
import io.slipway.database.ScratchFolders;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scratch files in the cache folder. Copying a file is copying a database, so states are kept and restored. */
final class SqliteReference implements ReferenceServer {
    private static final int KEPT = 3;
    /** What a crash would lose is thrown away in any case. */
    private static final List<String> FAST = List.of("PRAGMA synchronous = OFF");

    private final String project;
    private final Path run;
    private final Path kept;
    private final Server server;
    private final Clock clock;
    private final List<Scratch> open = new ArrayList<>();
    private int made;

    private SqliteReference(String project, Path run, Path kept, Server server, Clock clock) {
        this.project = project;
        this.run = run;
        this.kept = kept;
        this.server = server;
        this.clock = clock;
    }

    static SqliteReference open(ReferenceSettings settings, Clock clock) {
        Path cache = settings.cache().toAbsolutePath().resolve("sqlite");
        String folder = HexFormat.of().formatHex(settings.project().getBytes(StandardCharsets.UTF_8));
        try {
            Path kept = Files.createDirectories(cache.resolve("kept").resolve(shortened(folder)));
            return new SqliteReference(settings.project(), ScratchFolders.create(cache), kept, library(), clock);
        } catch (IOException | SQLException e) {
            throw SlipwayException.of(
                            ErrorCode.REFERENCE_UNAVAILABLE,
                            "The cache folder " + settings.cache() + " cannot be used: " + e.getMessage(),
                            "Slipway must be able to write to it.")
                    .causedBy(e);
        }
    }

    private static String shortened(String name) {
        return name.length() <= 120 ? name : name.substring(0, 100) + Integer.toHexString(name.hashCode());
    }

    private static Server library() throws SQLException {
        try (var connection = DriverManager.getConnection(SqliteFile.SCHEME + ":memory:")) {
            var about = connection.getMetaData();
            return new Server("SQLite", about.getDatabaseProductVersion(), about.getDatabaseMajorVersion());
        }
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public ReferenceDatabase create() {
        return track(newFile());
    }

    @Override
    public Optional<ReferenceDatabase> restore(String state) {
        Path file = newFile();
        try {
            for (Path source : kept(state)) {
                if (copied(source, file)) {
                    return Optional.of(track(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    /** @return false when it is there no more, or not as it was kept: a file that was cut off looks like another schema */
    private boolean copied(Path source, Path file) throws IOException {
        try {
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
            if (source.getFileName().toString().endsWith(ending(file))) {
                // The newest three are the ones used last.
                Files.setLastModifiedTime(source, FileTime.from(clock.instant()));
                return true;
            }
            Files.delete(source);
        } catch (NoSuchFileException e) {
            return false;
        }
        Files.deleteIfExists(file);
        return false;
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(Scratch::close);
        ScratchFolders.delete(run);
    }

    private Path newFile() {
        made++;
        return run.resolve("reference-" + made + ".db");
    }

    /** Each named by the state and by what is in it, so that both come into place at once. */
    private List<Path> kept(String state) throws IOException {
        if (!state.matches("[0-9a-f]{1,64}")) {
            throw new IllegalArgumentException("not the name of a state: " + state);
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(file -> file.getFileName().toString().startsWith(state + "."))
                    .toList();
        }
    }

    private static String ending(Path file) throws IOException {
        MessageDigest sha = Sha256.start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return "." + HexFormat.of().formatHex(sha.digest()) + ".db";
    }

    private Scratch track(Path file) {
        Scratch scratch = new Scratch(file);
        open.add(scratch);
        return scratch;
    }

    private void dropOldest() throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            List<Path> newestFirst = files.filter(file -> file.toString().endsWith(".db"))
                    .sorted(Comparator.comparing(SqliteReference::modified).reversed())
                    .toList();
            for (Path file : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // Another packaging has just dropped it.
            return FileTime.fromMillis(0);
        }
    }

    private final class Scratch implements ReferenceDatabase {
        private final Path file;
        private @Nullable SqliteTarget target;

        Scratch(Path file) {
            this.file = file;
        }

        @Override
        public Target target() {
            return session();
        }

        private SqliteTarget session() {
            SqliteTarget present = target;
            if (present == null) {
                present = SqliteProduct.connect(new SqliteFile(file, "", false), project, FAST, clock);
                target = present;
            }
            return present;
        }

        @Override
        public CatalogueWatch watch() {
            return new SqliteCatalogueWatch(
                    () -> new SqliteCatalogue(session().session().reading().connection()));
        }

        @Override
        public Optional<ReferenceDatabase> copy() {
            Path copy = newFile();
            copyTo(copy);
            return Optional.of(track(copy));
        }

        /** By way of a second name, so that no other packaging sees half a file. */
        @Override
        public void keep(String state, Duration work) {
            try {
                List<Path> earlier = kept(state);
                Path partial = Files.createTempFile(kept, "keeping", ".tmp");
                copyTo(partial);
                for (Path file : earlier) {
                    Files.deleteIfExists(file);
                }
                Files.move(partial, kept.resolve(state + ending(partial)), StandardCopyOption.ATOMIC_MOVE);
                dropOldest();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            close();
        }

        private void copyTo(Path copy) {
            JdbcSession jdbc = session().session().writing();
            if (jdbc.inTransaction()) {
                throw new IllegalStateException("a database is copied between transactions");
            }
            // A script may have turned the write-ahead log on: what stands there must be in the file.
            jdbc.query("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
            try {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            if (!open.remove(this)) {
                return;
            }
            SqliteTarget present = target;
            if (present != null) {
                present.close();
            }
            for (String suffix : List.of("", "-journal", "-wal", "-shm", ".slipway-lock")) {
                try {
                    Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
