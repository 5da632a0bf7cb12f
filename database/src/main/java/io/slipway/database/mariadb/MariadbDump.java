package io.slipway.database.mariadb;

import io.slipway.database.DumpProgram;
import io.slipway.release.target.Address;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A back-up by {@code mariadb-dump}, as SQL. */
final class MariadbDump {
    private MariadbDump() {}

    static void write(MariadbUrl url, Address address, OutputStream out) throws IOException {
        URI server = URI.create(url.server().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of(
                "mariadb-dump",
                "--no-defaults",
                "--protocol=TCP",
                "--host=" + server.getHost(),
                "--port=" + (server.getPort() < 0 ? 3306 : server.getPort()),
                "--single-transaction",
                "--routines",
                "--triggers",
                "--events"));
        if (!address.user().isEmpty()) {
            command.add("--user=" + address.user());
        }
        if (url.options().contains("sslMode=disable")) {
            command.add("--skip-ssl");
        }
        command.add("--databases");
        command.add(url.database());
        Map<String, String> environment = new HashMap<>();
        address.password().use(value -> environment.put("MYSQL_PWD", value));
        DumpProgram.run(command, environment, out);
    }
}
