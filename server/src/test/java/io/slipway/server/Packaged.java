package io.slipway.server;

import io.slipway.database.Products;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Packages what is new in a project's folder. */
final class Packaged {
    private Packaged() {}

    /** @return the artifact's file */
    static Path of(Path root, String product, Map<String, String> environment) {
        return of(root, product, environment, Optional.empty());
    }

    static Path of(Path root, String product, Map<String, String> environment, Optional<String> version) {
        PackageResult result = new Packaging(
                        Products.all(Clock.systemUTC()).named(product), environment, Progress.NONE, new Cancellation())
                .run(new PackageRequest(ProjectFile.read(root), "main", version));
        if (result instanceof PackageResult.Packaged packaged) {
            return packaged.artifact();
        }
        throw new IllegalStateException("nothing new: " + result);
    }
}
