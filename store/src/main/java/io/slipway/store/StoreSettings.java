package io.slipway.store;

import io.slipway.release.project.SecretReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the server's own database is.
 *
 * @param folder the server's data folder
 * @param url JDBC URL of a SQLite file or a PostgreSQL database, without credentials
 * @param user empty for SQLite
 * @param connections how many at most
 */
public record StoreSettings(Path folder, String url, String user, Optional<SecretReference> password, int connections) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final int CONNECTIONS = 16;

    /** SQLite in the data folder: needs nothing. */
    public static StoreSettings embedded(Path folder) {
        return new StoreSettings(folder, SQLITE + embeddedFile(folder), "", Optional.empty(), CONNECTIONS);
    }

    /** The SQLite file in a data folder. */
    public static Path embeddedFile(Path folder) {
        return folder.resolve("slipway.db");
    }

    /** Any SQLite file, such as a back-up. */
    public static StoreSettings file(Path file) {
        return new StoreSettings(file.resolveSibling(""), SQLITE + file, "", Optional.empty(), 2);
    }

    public static StoreSettings server(Path folder, String url, String user, Optional<SecretReference> password) {
        return new StoreSettings(folder, url, user, password, CONNECTIONS);
    }

    public boolean sqlite() {
        return url.startsWith(SQLITE);
    }

    /** The file that the store is; empty for a server's database. */
    Optional<Path> sqliteFile() {
        return sqlite() ? Optional.of(Path.of(url.substring(SQLITE.length()))) : Optional.empty();
    }
}
