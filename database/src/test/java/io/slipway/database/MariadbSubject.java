package io.slipway.database;

import io.slipway.database.mariadb.MariadbProduct;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.target.Address;
import io.slipway.release.target.Target;
import io.slipway.testkit.MariadbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class MariadbSubject extends Subject {
    private final MariadbServer server;

    MariadbSubject(MariadbServer server) {
        this.server = server;
    }

    @Override
    DatabaseProduct product() {
        return MariadbProduct.mariadb(Clock.systemUTC());
    }

    @Override
    Address newDatabase() {
        return address(server.createDatabase());
    }

    @Override
    String server() {
        return "MariaDB";
    }

    @Override
    String version() {
        return server.version().replaceFirst("^(\\d+\\.).*", "$1");
    }

    @Override
    boolean transactionalDdl() {
        return false;
    }

    @Override
    boolean keepsStates() {
        return false;
    }

    @Override
    Address unreachable() {
        return new Address("jdbc:mariadb://127.0.0.1:1/shop", "shop", WRONG, Optional.empty());
    }

    @Override
    String slow() {
        return "SELECT SLEEP(30) FROM (SELECT 1 UNION SELECT 2) AS twice";
    }

    @Override
    String syntaxError() {
        return "42000";
    }

    @Override
    String duplicate() {
        return "23000";
    }

    @Override
    List<String> stopped() {
        return List.of("70100");
    }

    @Override
    List<String> rudeness() {
        return List.of(
                "CREATE TEMPORARY TABLE leftover (i int)",
                "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
                "SET NAMES latin1",
                "SET foreign_key_checks = 0",
                "SET @leftover = 1",
                "SET time_zone = '+05:00'",
                "SET autocommit = 0",
                "USE information_schema",
                "DO RELEASE_ALL_LOCKS()");
    }

    @Override
    Optional<String> otherStrings() {
        return Optional.of("SET sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
    }

    /** Double quotes are strings again, the variable is gone, and the database is the one connected to. */
    @Override
    String worksWhenFresh() {
        return "CREATE TABLE leftover AS SELECT \"text\" AS i FROM DUAL WHERE @leftover IS NULL";
    }

    @Override
    void killSessions(Address address, Target target) {
        try (Connection connection = server.admin().connect();
                Statement statement = connection.createStatement()) {
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT id FROM information_schema.processlist WHERE user = '" + address.user() + "'")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            for (String id : ids) {
                statement.execute("KILL " + id);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    Optional<Address> referenceServer() {
        return Optional.of(address(server.admin()));
    }
}
