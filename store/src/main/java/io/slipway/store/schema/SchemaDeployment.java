package io.slipway.store.schema;

import io.slipway.database.Products;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Targets;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.plan.Selection;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.project.Timeouts;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the server's own database to the schema of this version: a deployment like any other, with lock and history. */
public final class SchemaDeployment {
    /** Nodes that start together wait for the first of them. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Clock clock;
    private final Map<String, String> processEnvironment;

    public SchemaDeployment(Clock clock, Map<String, String> processEnvironment) {
        this.clock = clock;
        this.processEnvironment = processEnvironment;
    }

    /** @throws io.slipway.release.error.SlipwayException whatever a deployment is refused or ends with */
    public void run(StoreSettings settings, Progress progress) {
        Products products = Products.all(clock);
        String database = products.forUrl(settings.url()).name();
        Environment environment = new Environment(
                SchemaProject.ENVIRONMENT,
                settings.url(),
                settings.user(),
                settings.password(),
                Optional.empty(),
                false,
                Map.of(),
                List.of(),
                Timeouts.NONE);
        Project project = SchemaProject.of(
                database,
                settings.folder(),
                settings.folder(),
                settings.folder(),
                Map.of(environment.name(), environment));
        Path file = unpack(database);
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            DeployResult result = new Deployment(
                            new Targets(products.list(), processEnvironment), clock, progress, new Cancellation())
                    .run(new DeployRequest(
                            project,
                            environment,
                            artifact,
                            Selection.ALL,
                            new Actor("slipway serve", Optional.empty(), Optional.empty()),
                            false,
                            PATIENCE));
            if (result instanceof DeployResult.Failed failed) {
                throw failed.error();
            }
        } finally {
            delete(file);
        }
    }

    private static Path unpack(String database) {
        String name = SchemaProject.artifact(database);
        try (InputStream in = SchemaDeployment.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            Path file = Files.createTempFile("slipway-server-", ".zip");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
