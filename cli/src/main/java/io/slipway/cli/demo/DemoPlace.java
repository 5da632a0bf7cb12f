package io.slipway.cli.demo;

import io.slipway.database.postgresql.EmbeddedPostgresServer;
import io.slipway.release.artifact.SigningKey;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The demo's folder and its three databases. */
final class DemoPlace implements Closeable {
    static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");
    private static final String USER = "shop";
    private final Path base;
    private final EmbeddedPostgresServer server;

    private DemoPlace(Path base, EmbeddedPostgresServer server) {
        this.base = base;
        this.server = server;
    }

    /** The folder that is wanted, which must be empty, or a new one for the time being. */
    static Path folder(Optional<Path> wanted) {
        try {
            if (wanted.isEmpty()) {
                return Files.createTempDirectory("slipway-demo-");
            }
            Path base = Files.createDirectories(wanted.get().toAbsolutePath().normalize());
            try (var entries = Files.list(base)) {
                if (entries.findAny().isPresent()) {
                    throw SlipwayException.of(
                            ErrorCode.PROJECT_EXISTS,
                            "The folder " + base + " is not empty.",
                            "Name a new one with --dir.");
                }
            }
            return base;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    static SlipwayException unusable(IOException e) {
        return SlipwayException.of(ErrorCode.USAGE, "The demo's folder cannot be used: " + e.getMessage(), "")
                .causedBy(e);
    }

    static DemoPlace make(Path base) {
        return new DemoPlace(
                base,
                EmbeddedPostgresServer.start(base.resolve("postgresql"), EmbeddedPostgresServer.Data.REPLACEABLE, 0)
                        .orElseThrow());
    }

    Path project() {
        return base.resolve("shop");
    }

    int port() {
        return server.port();
    }

    /** Makes the databases, their passwords and a signing key, and the project file that names them. */
    void writeProjectFile() throws IOException {
        Path local = Files.createDirectories(project().resolve(".slipway"));
        StringBuilder yaml = new StringBuilder(
                "project: shop\ndatabase: postgresql\nscripts: sql\nreference: embedded\nenvironments:\n");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        server.createUser(USER, Secret.of(password));
        Files.writeString(local.resolve("database-password"), password + "\n", StandardCharsets.US_ASCII);
        for (String environment : ENVIRONMENTS) {
            server.createDatabase("shop_" + environment, USER);
            yaml.append("  ")
                    .append(environment)
                    .append(": { url: \"")
                    .append(server.url("shop_" + environment))
                    .append("\", user: ")
                    .append(USER)
                    .append(", password: \"${file:.slipway/database-password}\"")
                    .append(environment.equals("prod") ? ", protected: true }\n" : " }\n");
        }
        yaml.append("pipelines:\n  main: [dev, qa, prod]\n")
                .append("signing: { key: \"${file:.slipway/signing-key.pem}\", trusted: slipway-keys }\n");
        SigningKey key = SigningKey.generate();
        Files.writeString(local.resolve("signing-key.pem"), key.privatePem(), StandardCharsets.US_ASCII);
        Path trusted = Files.createDirectories(project().resolve("slipway-keys"));
        Files.writeString(trusted.resolve("demo.pem"), key.publicPem(), StandardCharsets.US_ASCII);
        Files.writeString(project().resolve("slipway.yaml"), yaml, StandardCharsets.UTF_8);
    }

    /** A change with a proved rollback that nothing else requires. */
    String rollbackExample() {
        return "ddl/120_loyalty.sql";
    }

    /** How the user started this, as far as is known. */
    String launcher() {
        return System.getProperty("slipway.launcher", "slipway");
    }

    String shellUrl(String environment) {
        return "PGPASSWORD=$(cat .slipway/database-password) psql -h 127.0.0.1 -p " + server.port() + " -U " + USER
                + " shop_" + environment;
    }

    @Override
    public void close() {
        server.close();
    }
}
