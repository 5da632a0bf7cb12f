package io.slipway.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database for one test, and who may enter it.
 *
 * @param url JDBC URL without credentials
 * @param password a real one: the server refuses any other
 */
public record Database(String url, String user, String password) {

    public Connection connect() {
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to " + url + " as " + user, e);
        }
    }

    /** Runs statements one by one, to arrange a test. */
    public void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot arrange " + url, e);
        }
    }
}
