package io.slipway.release.packaging;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs changes that were packaged on a reference database again, for what a database should be like that has them. */
public final class Replay {
    private final DatabaseProduct product;
    private final Map<String, String> processEnvironment;
    private final Progress progress;
    private final Cancellation cancellation;

    public Replay(
            DatabaseProduct product,
            Map<String, String> processEnvironment,
            Progress progress,
            Cancellation cancellation) {
        this.product = product;
        this.processEnvironment = processEnvironment;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * The catalogue that changes leave, with the parameters and the schema of an environment.
     *
     * @param changes of the artifact, in the order in which they run
     * @throws io.slipway.release.error.SlipwayException {@code script-failed}, {@code reference-unavailable}
     */
    public Catalogue after(Project project, Environment environment, Artifact artifact, List<Change> changes) {
        return on(
                project,
                environment,
                artifact,
                changes,
                database -> database.watch().current());
    }

    /**
     * Does something on a reference database on which the changes ran.
     *
     * @param work gets the database, which is gone afterwards
     * @throws io.slipway.release.error.SlipwayException as {@link #after}, and whatever the work throws
     */
    public <T> T on(
            Project project,
            Environment environment,
            Artifact artifact,
            List<Change> changes,
            Function<ReferenceDatabase, T> work) {
        Map<String, String> values = environment.parameters();
        List<Step> steps = changes.stream()
                .map(change -> new Step(
                        change,
                        new ScriptSource(change.path(), artifact.text(change), change.parameters(), values),
                        Optional.empty()))
                .toList();
        ReferenceSettings settings = new ReferenceSettings(
                project.reference().map(server -> project.address(server, processEnvironment)),
                project.local().resolve("reference"),
                project.name(),
                environment.schema());
        progress.note("Starting the reference database.");
        try (ReferenceServer server = product.reference(settings)) {
            return new Prover(product.dialect(), server, values, progress, cancellation).on(steps, work);
        }
    }
}
