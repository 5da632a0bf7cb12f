package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.database.StatementRunner;
import io.slipway.release.bridge.Bridge;
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
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** MariaDB and MySQL, which differ too little to be two products. */
public final class MariadbProduct implements DatabaseProduct {
    /** Access denied: to the server, to the database, by the authentication plugin. */
    private static final Set<Integer> LOGIN_REFUSED = Set.of(1044, 1045, 1698);

    private final String name;
    private final Clock clock;

    private MariadbProduct(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    public static MariadbProduct mariadb(Clock clock) {
        return new MariadbProduct("mariadb", clock);
    }

    public static MariadbProduct mysql(Clock clock) {
        return new MariadbProduct("mysql", clock);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Dialect dialect() {
        return Dialect.MYSQL;
    }

    @Override
    public boolean understands(String url) {
        return MariadbUrl.understands(url);
    }

    @Override
    public Target connect(Address address, String project) {
        return target(address, project);
    }

    MariadbTarget target(Address address, String project) {
        MariadbUrl given = MariadbUrl.parse(address.url());
        MariadbUrl url = given.withDatabase(address.schema().orElse(given.database()));
        if (url.database().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID,
                    "The URL " + url.server() + " names no database.",
                    "Add it to the URL, or give the environment a schema.");
        }
        Connection connection = open(url, address);
        try {
            Server server = server(connection);
            MariadbSession session = new MariadbSession(
                    connection, url.database(), server.product().equals("MariaDB"));
            return new MariadbTarget(
                    session, server, url.database(), project, () -> session(open(url, address)), clock);
        } catch (SQLException e) {
            close(connection);
            throw refused(e, url);
        }
    }

    @Override
    public void dump(Address address, OutputStream out) throws IOException {
        MariadbUrl given = MariadbUrl.parse(address.url());
        MariadbDump.write(given.withDatabase(address.schema().orElse(given.database())), address, out);
    }

    @Override
    public Optional<Bridge> bridge() {
        return Optional.of(new MariadbBridge());
    }

    @Override
    public ReferenceServer reference(ReferenceSettings settings) {
        return MariadbReference.open(this, settings);
    }

    static JdbcSession session(Connection connection) {
        return new JdbcSession(connection, new MariadbFailures(), StatementRunner::streaming, "START TRANSACTION");
    }

    static Connection open(MariadbUrl url, Address address) {
        try {
            return address.password().use(password -> {
                try {
                    return DriverManager.getConnection(url.jdbc(), address.user(), password);
                } catch (SQLException e) {
                    throw refused(e, url);
                }
            });
        } catch (IllegalArgumentException e) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID, "The URL of the database is not valid.", "Check its options.");
        }
    }

    static Server server(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            row.next();
            String full = row.getString(1);
            String version = full.replaceFirst("^([0-9.]+).*", "$1");
            boolean mariadb = full.toLowerCase(Locale.ROOT).contains("mariadb");
            return new Server(
                    mariadb ? "MariaDB" : "MySQL", version, Integer.parseInt(version.replaceFirst("\\..*", "")));
        }
    }

    static SlipwayException refused(SQLException e, MariadbUrl url) {
        String where = url.server() + "/" + url.database();
        String words = new MariadbFailures().of(e, "").getMessage();
        if (LOGIN_REFUSED.contains(e.getErrorCode())) {
            return SlipwayException.of(
                            ErrorCode.DATABASE_LOGIN_REFUSED,
                            "The database " + where + " refused the login: " + words,
                            "Check the environment's user and password, and the user's rights on this database.")
                    .causedBy(e);
        }
        return SlipwayException.of(
                        ErrorCode.DATABASE_UNREACHABLE,
                        "No connection to the database " + where + ": " + words,
                        help(e))
                .causedBy(e);
    }

    private static String help(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("ssl not enabled in the server")) {
                return "The server has no TLS. Switch it on there, or add ?sslMode=disable to the url to connect without.";
            }
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                return "TLS did not come about, mostly since the server's certificate is not trusted here: name it with"
                        + " ?serverSslCert=FILE in the url; sslMode=trust encrypts without checking who it is.";
            }
        }
        return "Check the URL, and that the server runs and can be reached from here.";
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It was of no use anyway.
            return;
        }
    }
}
