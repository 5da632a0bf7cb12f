package io.slipway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The servers that every other test relies on: the version they claim, fresh databases, passwords that matter. */
final class ServersTest {

    @Test
    void theOldestPostgresIsWhatItSays() throws SQLException {
        check(PostgresServer.oldest(), 12);
    }

    @Test
    void theNewestPostgresIsWhatItSays() throws SQLException {
        check(PostgresServer.newest(), 18);
    }

    @Test
    void oneServerServesAWholeJvm() {
        assertSame(
                PostgresServer.newest(),
                PostgresServer.version(PostgresServer.newest().version()));
    }

    @Test
    void aVersionThatTheBuildDoesNotCarryIsRefused() {
        assertThrows(Throwable.class, () -> PostgresServer.version("9.0.0"));
    }

    @Test
    void mariadbIsWhatItSays() throws SQLException {
        MariadbServer server = MariadbServer.findOrSkip();
        assertTrue(server.version().contains("MariaDB"), server.version());
        Database one = server.createDatabase();
        Database two = server.createDatabase();
        one.run("CREATE TABLE t (i int)");
        two.run("CREATE TABLE t (i int)");
        assertRefused(one, "28000");
        assertThrows(SQLException.class, () -> DriverManager.getConnection(two.url(), one.user(), one.password()));
    }

    private static void check(PostgresServer server, int major) throws SQLException {
        Database one = server.createDatabase();
        Database two = server.createDatabase();
        assertNotEquals(one.url(), two.url());
        one.run("CREATE TABLE t (i int)");
        two.run("CREATE TABLE t (i int)");
        assertEquals(major, server.major());
        assertEquals(major + "", value(one, "SHOW server_version").split("\\.")[0]);
        assertEquals("off", value(one, "SELECT current_setting('is_superuser')"));
        assertEquals("on", value(server.admin(), "SELECT current_setting('is_superuser')"));
        assertRefused(one, "28P01");
        assertRefused(server.admin(), "28P01");
    }

    private static String value(Database database, String query) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet row = connection.createStatement().executeQuery(query)) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }

    private static void assertRefused(Database database, String sqlState) {
        SQLException e = assertThrows(
                SQLException.class, () -> DriverManager.getConnection(database.url(), database.user(), "wrong"));
        assertEquals(sqlState, e.getSQLState());
    }
}
