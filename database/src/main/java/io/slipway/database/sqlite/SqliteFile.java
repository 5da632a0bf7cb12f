package io.slipway.database.sqlite;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.sqlite.SQLiteOpenMode;

/**
 * A database file.
 *
 * @param options of the driver, as in the URL, with the question mark; may be empty
 */
record SqliteFile(Path path, String options, boolean alone) {
    static final String SCHEME = "jdbc:sqlite:";

    /** The URL with its file made absolute. */
    static String within(Path root, String url) {
        SqliteFile file = parse(root, url);
        return SCHEME + file.path() + file.options();
    }

    static SqliteFile parse(String url) {
        return parse(Path.of(""), url);
    }

    private static SqliteFile parse(Path root, String url) {
        String rest = url.substring(SCHEME.length());
        int question = rest.indexOf('?');
        String name = question < 0 ? rest : rest.substring(0, question);
        String path = name.startsWith("file:") ? name.substring("file:".length()) : name;
        if (path.isEmpty() || path.startsWith(":") || rest.contains("mode=memory")) {
            throw invalid("A database in memory would be gone when the command ends.");
        }
        try {
            return new SqliteFile(
                    root.resolve(path).toAbsolutePath(), question < 0 ? "" : rest.substring(question), false);
        } catch (InvalidPathException e) {
            throw invalid("The URL of the database names no file.");
        }
    }

    /** @param only whether SQL may open no other file beside it, nor load a program into this process */
    SqliteFile alone(boolean only) {
        if (only && options.toLowerCase(Locale.ROOT).contains("load_extension")) {
            throw invalid("Extensions are native programs: a server loads none.");
        }
        return new SqliteFile(path, options, only);
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.PROJECT_FILE_INVALID, message, "Write it as jdbc:sqlite:shop.db.");
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** The one path of this file, however it was reached. */
    Path real() {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Links lead to the same file, and a file system's own number of it stays when it is renamed. */
    String identity() {
        if (!exists()) {
            return "sqlite:" + path;
        }
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return "sqlite:" + (key == null ? real() : key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens it.
     *
     * @param create whether to make it when it is not there
     * @param pragmas run first
     */
    Connection open(boolean create, List<String> pragmas) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        Connection connection = config.createConnection(SCHEME + path + options);
        if (alone) {
            connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        }
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
            // The first read tells whether it is a database at all.
            statement.execute("PRAGMA schema_version");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
