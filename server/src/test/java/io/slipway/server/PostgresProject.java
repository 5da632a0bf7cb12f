package io.slipway.server;

import io.slipway.database.Products;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A project {@code shop} with one PostgreSQL environment, {@code dev}, whose password is in the variable TARGET. */
record PostgresProject(Path root, Database target) {

    static PostgresProject make(Path root, Database target) throws IOException {
        Files.createDirectories(root.resolve("sql/ddl"));
        PostgresProject project = new PostgresProject(root, target);
        Files.writeString(root.resolve("slipway.yaml"), project.definition(), StandardCharsets.UTF_8);
        return project;
    }

    String definition() {
        Database admin = PostgresServer.newest().admin();
        return "project: shop\ndatabase: postgresql\n"
                + "reference: { " + place(admin, "REFERENCE") + " }\n"
                + "environments:\n  dev: { " + place(target, "TARGET") + " }\n"
                + "pipelines:\n  main: [dev]\n";
    }

    private static String place(Database database, String variable) {
        return "url: \"" + database.url() + "\", user: " + database.user() + ", password: \"${env:" + variable + "}\"";
    }

    void script(String name, String sql, String rollback) throws IOException {
        Files.writeString(root.resolve("sql/ddl/" + name + ".sql"), sql + "\n", StandardCharsets.UTF_8);
        Files.writeString(root.resolve("sql/ddl/" + name + ".rollback.sql"), rollback + "\n", StandardCharsets.UTF_8);
    }

    Path pack() {
        PackageResult result = new Packaging(
                        Products.all(Clock.systemUTC()).named("postgresql"),
                        Map.of("REFERENCE", PostgresServer.newest().admin().password(), "TARGET", target.password()),
                        Progress.NONE,
                        new Cancellation())
                .run(new PackageRequest(ProjectFile.read(root), "main", Optional.empty()));
        if (result instanceof PackageResult.Packaged packaged) {
            return packaged.artifact();
        }
        throw new IllegalStateException("nothing new: " + result);
    }
}
