package io.slipway.database;

import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import io.slipway.testkit.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** A database product on a real server, and in what it differs from the others. */
abstract class Subject {
    static final String PROJECT = "shop";
    static final Secret WRONG = Secret.of("wr0ng-Pa55word");

    abstract DatabaseProduct product();

    /** A new, empty database. */
    abstract Address newDatabase();

    static Address address(Database database) {
        return new Address(database.url(), database.user(), Secret.of(database.password()), Optional.empty());
    }

    /** How the product calls itself, and the beginning of its version. */
    abstract String server();

    abstract String version();

    boolean transactionalDdl() {
        return true;
    }

    /** Makes strings end elsewhere than scripts are cut, in words that cannot be seen in a script. */
    Optional<String> otherStrings() {
        return Optional.empty();
    }

    boolean hasPasswords() {
        return true;
    }

    /** Whether the state of a scratch database can be kept for later runs. */
    boolean keepsStates() {
        return true;
    }

    abstract Address unreachable();

    /** A statement that takes half a minute if nobody stops it. */
    abstract String slow();

    /** SQLSTATE of a syntax error. */
    abstract String syntaxError();

    /** SQLSTATEs of a unique key violated, a statement stopped, a lock waited for too long. */
    abstract String duplicate();

    abstract List<String> stopped();

    /** What a rude script does to its session. */
    abstract List<String> rudeness();

    /** Fails while the rudeness lasts, and works in a fresh session. */
    abstract String worksWhenFresh();

    /** Ends all sessions on a database as an administrator, or a crash, would; closes this one where none can. */
    abstract void killSessions(Address address, Target target);

    /** Whether COPY … FROM stdin works. */
    boolean copiesRows() {
        return false;
    }

    /** Full name of one of Slipway's own tables. */
    String table(String name) {
        return "slipway_" + name;
    }

    /** Where throw-away databases come from; empty for the product's own. */
    Optional<Address> referenceServer() {
        return Optional.empty();
    }

    final Target connect(Address address) {
        return product().connect(address, PROJECT);
    }

    final ReferenceSettings reference(Path cache) {
        return new ReferenceSettings(referenceServer(), cache, PROJECT);
    }

    /** The first value that a query gives, seen from another session. */
    final String value(Address address, String query) {
        try (Connection connection =
                        address.password().use(password -> driverManager(address.url(), address.user(), password));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private static Connection driverManager(String url, String user, String password) {
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
