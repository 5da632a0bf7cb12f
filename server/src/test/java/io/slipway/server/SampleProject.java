package io.slipway.server;

import io.slipway.database.Products;
import io.slipway.release.artifact.SigningKey;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A small SQLite project with dev, qa and a protected prod, packaged for real. */
final class SampleProject {
    private final Path root;
    private final String publicKey;

    private SampleProject(Path root, String publicKey) {
        this.root = root;
        this.publicKey = publicKey;
    }

    static SampleProject make(Path root) throws IOException {
        return make(root, "shop");
    }

    static SampleProject make(Path root, String name) throws IOException {
        Files.createDirectories(root.resolve("sql/ddl"));
        Files.createDirectories(root.resolve(".slipway"));
        SigningKey key = SigningKey.generate();
        Files.writeString(root.resolve(".slipway/signing-key.pem"), key.privatePem(), StandardCharsets.US_ASCII);
        SampleProject project = new SampleProject(root, key.publicPem());
        Files.writeString(root.resolve("slipway.yaml"), project.definition(name), StandardCharsets.UTF_8);
        project.script(
                "001_customer", "CREATE TABLE customer (id integer PRIMARY KEY, name text);", "DROP TABLE customer;");
        return project;
    }

    String publicKey() {
        return publicKey;
    }

    Path database(String environment) {
        return root.resolve(environment + ".db");
    }

    String definition(String name) {
        return "project: " + name + "\ndatabase: sqlite\nenvironments:\n"
                + "  dev: { url: \"jdbc:sqlite:" + database("dev") + "\" }\n"
                + "  qa: { url: \"jdbc:sqlite:" + database("qa") + "\" }\n"
                + "  prod: { url: \"jdbc:sqlite:" + database("prod") + "\", protected: true }\n"
                + "pipelines:\n  main: [dev, qa, prod]\n"
                + "signing: { key: \"${file:.slipway/signing-key.pem}\" }\n";
    }

    void script(String name, String sql, String rollback) throws IOException {
        Files.writeString(root.resolve("sql/ddl/" + name + ".sql"), sql + "\n", StandardCharsets.UTF_8);
        Files.writeString(root.resolve("sql/ddl/" + name + ".rollback.sql"), rollback + "\n", StandardCharsets.UTF_8);
    }

    /** @return the artifact's file */
    Path pack() {
        PackageResult result = new Packaging(
                        Products.all(Clock.systemUTC()).named("sqlite"), Map.of(), Progress.NONE, new Cancellation())
                .run(new PackageRequest(ProjectFile.read(root), "main", Optional.empty()));
        if (result instanceof PackageResult.Packaged packaged) {
            return packaged.artifact();
        }
        throw new IllegalStateException("nothing new: " + result);
    }
}
