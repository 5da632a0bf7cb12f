package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.database.SqlFailures;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.Server;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.Properties;
import org.postgresql.Driver;

/** Opens connections as Slipway needs them, and says in plain words why one cannot be had. */
final class PostgresConnector {
    private static final int OLDEST_MAJOR = 12;
    private static final String CONNECT_TIMEOUT_SECONDS = "10";

    private PostgresConnector() {}

    static PostgresTarget target(Address address, String project, Clock clock) {
        return target(address, OptionalLong.empty(), project, clock);
    }

    /** @param most in bytes, of one answer: for scripts of which anything is to be expected */
    static PostgresTarget target(Address address, OptionalLong most, String project, Clock clock) {
        JdbcSession session = session(address, most);
        try {
            Server server = server(session.connection(), address);
            return new PostgresTarget(session, server, () -> session(address, most), project, clock);
        } catch (SlipwayException e) {
            session.close();
            throw e;
        }
    }

    static JdbcSession session(Address address) {
        return session(address, OptionalLong.empty());
    }

    private static JdbcSession session(Address address, OptionalLong most) {
        Connection connection = connect(address, most);
        return new JdbcSession(connection, new PostgresFailures(), new PostgresStatements(), "BEGIN");
    }

    private static Connection connect(Address address, OptionalLong most) {
        if (Driver.parseURL(address.url(), new Properties()) == null) {
            // The driver would repeat the URL, password and all.
            throw invalid();
        }
        Properties asked = new Properties();
        if (!address.user().isEmpty()) {
            asked.setProperty("user", address.user());
        }
        if (address.password().isPresent()) {
            address.password().use(value -> asked.setProperty("password", value));
        }
        asked.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        asked.setProperty("tcpKeepAlive", "true");
        asked.setProperty("ApplicationName", "slipway");
        // Saves the round trips with which the driver would set up sessions of servers that we refuse anyway.
        asked.setProperty("assumeMinServerVersion", Integer.toString(OLDEST_MAJOR));
        // A script may SET client_encoding, as pg_dump's do; the driver follows.
        asked.setProperty("allowEncodingChanges", "true");
        most.ifPresent(bytes -> {
            asked.setProperty("socketFactory", BoundedSockets.class.getName());
            asked.setProperty("socketFactoryArg", Long.toString(bytes));
        });
        address.schema().ifPresent(schema -> asked.setProperty("currentSchema", schema));
        // In the URL, where the last word wins: everything rests on the simple protocol, see PostgresStatements.
        String url = address.url() + (address.url().contains("?") ? "&" : "?") + "preferQueryMode=simple";
        try {
            Connection connection = new Driver().connect(url, asked);
            if (connection == null) {
                throw invalid();
            }
            return connection;
        } catch (SQLException e) {
            throw refused(e, address);
        } catch (IllegalArgumentException e) {
            throw invalid().causedBy(e);
        }
    }

    private static Server server(Connection connection, Address address) {
        try {
            DatabaseMetaData about = connection.getMetaData();
            // "15.20 (Debian 15.20-0+deb12u1)": the packager's words are not the version.
            String version = about.getDatabaseProductVersion().split(" ", 2)[0];
            int major = about.getDatabaseMajorVersion();
            if (major < OLDEST_MAJOR) {
                throw SlipwayException.of(
                        ErrorCode.DATABASE_UNSUPPORTED,
                        place(address) + " is PostgreSQL " + version + "; Slipway needs " + OLDEST_MAJOR + " or later.",
                        "");
            }
            return new Server("PostgreSQL", version, major);
        } catch (SQLException e) {
            throw refused(e, address);
        }
    }

    private static SlipwayException invalid() {
        return SlipwayException.of(
                ErrorCode.DATABASE_UNREACHABLE,
                "The database's url is not one of PostgreSQL's.",
                "It looks like jdbc:postgresql://host:5432/database");
    }

    private static SlipwayException refused(SQLException e, Address address) {
        String state = SqlFailures.state(e);
        String place = place(address);
        String user = address.user().isEmpty() ? "" : " as user \"" + address.user() + "\"";
        String words = words(e);
        boolean noPassword = state.equals("08004") && words.contains("no password");
        if (state.startsWith("28") || noPassword) {
            return SlipwayException.of(
                            ErrorCode.DATABASE_LOGIN_REFUSED,
                            "The login to " + place + user + " was refused: " + words,
                            words.contains("pg_hba.conf")
                                    ? "The server's pg_hba.conf has to allow this user from this machine."
                                    : "Check the user, and that its secret holds the present password.")
                    .causedBy(e);
        }
        String help = switch (state) {
            case "3D000" -> "Create the database first, or correct its name in the url.";
            case "42501" -> "GRANT CONNECT ON DATABASE … TO the user.";
            case "53300" -> tooMany(words);
            case "57P03" -> "The server is starting up, shutting down or recovering: try again shortly.";
            default -> "Check that the server runs and listens there, and that no firewall is between.";
        };
        return SlipwayException.of(
                        ErrorCode.DATABASE_UNREACHABLE, "Cannot connect to " + place + user + ": " + words, help)
                .causedBy(e);
    }

    /** Three limits have one state; the words say whose it is. */
    private static String tooMany(String words) {
        if (words.contains("for database")) {
            return "The limit is this database's own: ALTER DATABASE … CONNECTION LIMIT -1 takes it away, or end sessions"
                    + " of it.";
        }
        if (words.contains("for role")) {
            return "The limit is this role's own: ALTER ROLE … CONNECTION LIMIT -1 takes it away, or end sessions of it.";
        }
        return "Every connection of the server is in use: end idle ones, or raise max_connections.";
    }

    /** The driver's sentence with the reason below it; "The connection attempt failed." alone helps nobody. */
    private static String words(SQLException e) {
        String message = SqlFailures.message(e);
        Throwable cause = e.getCause();
        if (cause instanceof java.net.UnknownHostException) {
            return "no machine is known by this name.";
        }
        if (cause instanceof java.net.SocketTimeoutException) {
            return "no answer within " + CONNECT_TIMEOUT_SECONDS + " seconds.";
        }
        boolean vague = message.startsWith("The connection attempt failed");
        return vague && cause != null && cause.getMessage() != null ? cause.getMessage() : message;
    }

    /** Host, port and database; nothing else of the URL, for it may hold a password. */
    static String place(Address address) {
        Properties parts = Driver.parseURL(address.url(), new Properties());
        if (parts == null) {
            return "the database";
        }
        String[] hosts = parts.getProperty("PGHOST", "localhost").split(",", -1);
        String[] ports = parts.getProperty("PGPORT", "5432").split(",", -1);
        StringBuilder servers = new StringBuilder();
        for (int i = 0; i < hosts.length; i++) {
            servers.append(i == 0 ? "" : ",").append(hosts[i]).append(':').append(ports[Math.min(i, ports.length - 1)]);
        }
        String database = parts.getProperty("PGDBNAME", "");
        return "PostgreSQL at " + servers + (database.isEmpty() ? "" : ", database \"" + database + "\"");
    }
}
