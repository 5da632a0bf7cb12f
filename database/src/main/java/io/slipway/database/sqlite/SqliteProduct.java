package io.slipway.database.sqlite;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Address;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** SQLite: a database is a file, and the library is part of Slipway. */
public final class SqliteProduct implements DatabaseProduct {
    private final Clock clock;
    private final boolean alone;

    public SqliteProduct(Clock clock) {
        this(clock, false);
    }

    private SqliteProduct(Clock clock, boolean alone) {
        this.clock = clock;
        this.alone = alone;
    }

    /** Scripts reach their own database only: no other file can be attached, read or written by SQL. */
    public static SqliteProduct alone(Clock clock) {
        return new SqliteProduct(clock, true);
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public boolean understands(String url) {
        return url.startsWith(SqliteFile.SCHEME);
    }

    @Override
    public Address within(Path root, Address address) {
        return new Address(
                SqliteFile.within(root, address.url()), address.user(), address.password(), address.schema());
    }

    @Override
    public Target connect(Address address, String project) {
        return connect(SqliteFile.parse(address.url()).alone(alone), project, List.of(), clock);
    }

    static SqliteTarget connect(SqliteFile file, String project, List<String> pragmas, Clock clock) {
        Path folder = file.path().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file.path())) {
            throw SlipwayException.of(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "There can be no database file " + file.path() + ".",
                    "Check the path in the URL; Slipway makes the file, but not its folder.");
        }
        try {
            SqliteSession session = new SqliteSession(file, pragmas);
            return new SqliteTarget(session, server(session), project, clock);
        } catch (SQLException e) {
            throw unreachable(file, e);
        }
    }

    /** A copy of one moment, whoever writes meanwhile. */
    @Override
    public void dump(Address address, OutputStream out) throws IOException {
        SqliteFile file = SqliteFile.parse(address.url());
        if (!file.exists()) {
            throw new IOException("there is no database file yet");
        }
        Path folder = Files.createTempDirectory("slipway-copy");
        Path copy = folder.resolve("copy.db");
        try {
            try (Connection connection = file.open(false, List.of("PRAGMA busy_timeout = 15000"));
                    PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                vacuum.setString(1, copy.toString());
                vacuum.execute();
            } catch (SQLException e) {
                throw new IOException(new SqliteFailures().of(e, "").getMessage(), e);
            }
            Files.copy(copy, out);
        } finally {
            Files.deleteIfExists(copy);
            Files.delete(folder);
        }
    }

    @Override
    public ReferenceServer reference(ReferenceSettings settings) {
        return SqliteReference.open(settings, clock);
    }

    static Server server(SqliteSession session) {
        String version = session.reading()
                .first("SELECT sqlite_version()", row -> row.getString(1))
                .orElseThrow();
        return new Server("SQLite", version, Integer.parseInt(version.substring(0, version.indexOf('.'))));
    }

    static SlipwayException unreachable(SqliteFile file, SQLException e) {
        return SlipwayException.of(
                        ErrorCode.DATABASE_UNREACHABLE,
                        "The database file " + file.path() + " cannot be opened: "
                                + new SqliteFailures().of(e, "").getMessage(),
                        "Check that it is a SQLite database and that you may read and write it.")
                .causedBy(e);
    }
}
