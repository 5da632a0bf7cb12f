package io.slipway.database.postgresql;

import io.slipway.database.postgresql.EmbeddedPostgresServer.Data;
import io.slipway.release.target.Address;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Fresh databases on one PostgreSQL server for all tests of a run; the server ends with the process. */
final class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Databases() {}

    private static final class Running {
        static final EmbeddedPostgresServer SERVER = start();

        private static EmbeddedPostgresServer start() {
            try {
                return EmbeddedPostgresServer.start(
                                Folders.passing().resolve(UUID.randomUUID().toString()), Data.PASSING, 0)
                        .orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static EmbeddedPostgresServer server() {
        return Running.SERVER;
    }

    static Address fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        server().createDatabase(name, EmbeddedPostgresServer.SUPERUSER);
        return server().address(name);
    }

    static Target open(Address address) {
        return PostgresConnector.target(address, "shop", Clock.systemUTC());
    }

    static Target open(Address address, String project) {
        return PostgresConnector.target(address, project, Clock.systemUTC());
    }

    /** What a query gives as one text: columns joined by commas, rows by semicolons. */
    static String read(Target target, String query) {
        return String.join(";", ((PostgresTarget) target).session().query(query, row -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        text.append(i == 1 ? "" : ",").append(row.getString(i));
                    }
                    return text.toString();
                }));
    }

    static void run(Target target, String... statements) throws SqlFailure {
        for (String statement : statements) {
            target.execute(statement);
        }
    }
}
