package io.slipway.database;

import io.slipway.database.sqlite.SqliteProduct;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class SqliteSubject extends Subject {
    private final Path folder;

    SqliteSubject(Path folder) {
        this.folder = folder;
    }

    @Override
    DatabaseProduct product() {
        return new SqliteProduct(Clock.systemUTC());
    }

    @Override
    Address newDatabase() {
        return at(folder.resolve("test " + UUID.randomUUID() + ".db"));
    }

    private static Address at(Path file) {
        return new Address("jdbc:sqlite:" + file, "", Secret.NONE, Optional.empty());
    }

    @Override
    String server() {
        return "SQLite";
    }

    @Override
    String version() {
        return "3.";
    }

    @Override
    boolean hasPasswords() {
        return false;
    }

    @Override
    Address unreachable() {
        return at(folder.resolve("no such folder").resolve("shop.db"));
    }

    @Override
    String slow() {
        return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000000)"
                + " SELECT max(i) FROM n";
    }

    @Override
    String syntaxError() {
        return "42601";
    }

    @Override
    String duplicate() {
        return "23000";
    }

    @Override
    List<String> stopped() {
        return List.of("57014");
    }

    @Override
    List<String> rudeness() {
        return List.of(
                "CREATE TEMPORARY TABLE leftover (i int)",
                "PRAGMA query_only = ON",
                "PRAGMA foreign_keys = ON",
                "ATTACH DATABASE ':memory:' AS other");
    }

    @Override
    String worksWhenFresh() {
        return "CREATE TABLE leftover (i int)";
    }

    @Override
    void killSessions(Address address, Target target) {
        target.close();
    }
}
