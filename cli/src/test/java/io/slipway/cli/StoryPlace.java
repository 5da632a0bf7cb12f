package io.slipway.cli;

import io.slipway.release.artifact.SigningKey;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A project's folder with three real, empty databases: dev, qa and prod. */
final class StoryPlace {
    static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");
    private static final SigningKey KEY = SigningKey.generate();
    private static final String REFERENCE_PASSWORD = "the 'reference' has its own";

    private final Path root;
    private final String kind;
    private final Map<String, Database> databases = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Optional<PostgresServer> postgres;
    private final String reference;

    /** @param kind as {@code database:} in slipway.yaml */
    StoryPlace(Path root, String kind) throws IOException {
        this(root, kind, Optional.empty());
    }

    /** On a given PostgreSQL server, where its superuser makes the scratch databases. */
    StoryPlace(Path root, PostgresServer server) throws IOException {
        this(root, "postgresql", Optional.of(server));
    }

    private StoryPlace(Path root, String kind, Optional<PostgresServer> server) throws IOException {
        this.root = root;
        this.kind = kind;
        this.postgres = server;
        ENVIRONMENTS.forEach(name -> databases.put(name, database(name)));
        this.reference = reference();
        databases.forEach((name, database) -> {
            variables.put(name + ".url", database.url());
            variables.put(name + ".user", database.user());
        });
        variables.put("reference", reference);
        variables.put("root", root.toString());
        Path local = Files.createDirectories(root.resolve(".slipway"));
        Files.writeString(local.resolve("signing-key.pem"), KEY.privatePem());
        Files.writeString(Files.createDirectories(root.resolve("slipway-keys")).resolve("shop.pem"), KEY.publicPem());
        Files.createDirectories(root.resolve("sql"));
        Files.writeString(root.resolve("slipway.yaml"), projectFile());
    }

    Path root() {
        return root;
    }

    Database database(String name) {
        return databases.computeIfAbsent(name, this::newDatabase);
    }

    private Database newDatabase(String name) {
        return switch (kind) {
            case "postgresql" -> postgres.orElseGet(PostgresServer::newest).createDatabase();
            case "mariadb", "mysql" -> MariadbServer.findOrSkip().createDatabase();
            case "sqlite" -> new Database("jdbc:sqlite:" + root.resolve(name + ".db"), "", "");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Scratch databases are made on the same server; no state is kept from one story to the next. */
    private String reference() {
        if (kind.equals("sqlite")) {
            return "embedded";
        }
        Database owner;
        if (postgres.isPresent()) {
            owner = postgres.get().admin();
            forgetKeptStates(owner);
        } else if (kind.equals("postgresql")) {
            Database admin = PostgresServer.newest().admin();
            admin.run("DO $$ DECLARE d text; BEGIN CREATE ROLE story_reference LOGIN CREATEDB PASSWORD '"
                    + REFERENCE_PASSWORD.replace("'", "''")
                    + "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            owner = new Database(admin.url(), "story_reference", REFERENCE_PASSWORD);
            forgetKeptStates(admin);
        } else {
            owner = MariadbServer.findOrSkip().admin();
        }
        variables.put("reference.password", owner.password());
        return "{ url: \"" + owner.url() + "\", user: " + owner.user() + ", password: \"${env:REFERENCE_PASSWORD}\" }";
    }

    private static void forgetKeptStates(Database admin) {
        List<String> names = new ArrayList<>();
        try (Connection connection = admin.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT datname FROM pg_database WHERE datname LIKE 'slipway\\_state\\_%'")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (String name : names) {
                statement.execute("DROP DATABASE IF EXISTS \"" + name + "\"");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String projectFile() {
        StringBuilder yaml = new StringBuilder(
                "project: shop\ndatabase: " + kind + "\nscripts: sql\nreference: " + reference + "\nenvironments:\n");
        databases.forEach((name, database) -> {
            yaml.append("  ")
                    .append(name)
                    .append(": { url: \"")
                    .append(database.url())
                    .append('"');
            if (!database.user().isEmpty()) {
                yaml.append(", user: ")
                        .append(database.user())
                        .append(", password: \"${env:")
                        .append(passwordVariable(name))
                        .append("}\"");
            }
            yaml.append(name.equals("prod") ? ", protected: true }\n" : " }\n");
        });
        return yaml.append("pipelines:\n  main: [dev, qa, prod]\n")
                .append("signing: { key: \"${file:.slipway/signing-key.pem}\", trusted: slipway-keys }\n")
                .toString();
    }

    private static String passwordVariable(String environment) {
        return environment.toUpperCase(Locale.ROOT) + "_PASSWORD";
    }

    /** Environment variables of the commands: the passwords, and where the project is. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("USER", "ann");
        environment.put("SLIPWAY_DIRECTORY", root.toString());
        databases.forEach((name, database) -> environment.put(passwordVariable(name), database.password()));
        environment.put("REFERENCE_PASSWORD", variables.getOrDefault("reference.password", ""));
        return environment;
    }

    /** Replaces {@code @dev.url@} and its like. */
    String filledIn(String text) {
        String filled = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            filled = filled.replace("@" + variable.getKey() + "@", variable.getValue());
        }
        return filled;
    }

    void write(String path, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Files.write(file, filledIn(text).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Rows of a query, their values with bars between; none for another statement. */
    List<String> query(String environment, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database(environment).connect();
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        StringJoiner row = new StringJoiner(" | ");
                        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                            row.add(String.valueOf(result.getString(i)));
                        }
                        rows.add(row.toString());
                    }
                }
            }
        }
        return rows;
    }

    /** Tables and views by name, without those of Slipway. */
    List<String> tables(String environment) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = database(environment).connect()) {
            DatabaseMetaData about = connection.getMetaData();
            String schema = kind.equals("postgresql") ? "public" : null;
            try (ResultSet tables = about.getTables(
                    connection.getCatalog(), schema, "%", new String[] {"TABLE", "BASE TABLE", "VIEW"})) {
                while (tables.next()) {
                    String name = tables.getString("TABLE_NAME");
                    if (!name.toLowerCase(Locale.ROOT).startsWith("slipway_")) {
                        names.add(name);
                    }
                }
            }
        }
        names.sort(null);
        return names;
    }
}
