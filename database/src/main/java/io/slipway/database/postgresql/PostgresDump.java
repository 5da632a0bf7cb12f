package io.slipway.database.postgresql;

import io.slipway.database.DumpProgram;
import io.slipway.release.target.Address;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** A back-up by {@code pg_dump}, for {@code pg_restore}. It has to be of the server's version or a later one. */
final class PostgresDump {
    private PostgresDump() {}

    static void write(Address address, OutputStream out) throws IOException {
        Properties parts = Driver.parseURL(address.url(), new Properties());
        if (parts == null) {
            throw new IOException("the database's url is not one of PostgreSQL's");
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("PGHOST", parts.getProperty("PGHOST", "localhost"));
        environment.put("PGPORT", parts.getProperty("PGPORT", "5432"));
        environment.put("PGDATABASE", parts.getProperty("PGDBNAME", ""));
        environment.put("PGCONNECT_TIMEOUT", "10");
        if (!address.user().isEmpty()) {
            environment.put("PGUSER", address.user());
        }
        if (address.password().isPresent()) {
            address.password().use(value -> environment.put("PGPASSWORD", value));
        }
        if (parts.getProperty("sslmode") != null) {
            environment.put("PGSSLMODE", parts.getProperty("sslmode"));
        }
        DumpProgram.run(List.of("pg_dump", "--format=custom", "--no-password"), environment, out);
    }
}
