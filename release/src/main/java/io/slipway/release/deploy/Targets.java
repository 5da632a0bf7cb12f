package io.slipway.release.deploy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.project.Environment;
import io.slipway.release.project.NamedSecrets;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens sessions on a project's environments. */
public final class Targets {
    private final List<DatabaseProduct> products;
    private final Map<String, String> processEnvironment;
    private final Optional<NamedSecrets> secrets;

    /** @param processEnvironment environment variables, for secrets */
    public Targets(List<DatabaseProduct> products, Map<String, String> processEnvironment) {
        this(products, processEnvironment, Optional.empty());
    }

    /** @param secrets who keeps secrets by name, if somebody does */
    public Targets(
            List<DatabaseProduct> products, Map<String, String> processEnvironment, Optional<NamedSecrets> secrets) {
        this.products = List.copyOf(products);
        this.processEnvironment = Map.copyOf(processEnvironment);
        this.secrets = secrets;
    }

    public DatabaseProduct product(Project project) {
        return products.stream()
                .filter(p -> p.name().equals(project.database()))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.DATABASE_UNSUPPORTED, "There is no support for '" + project.database() + "'.", ""));
    }

    public Dialect dialect(Project project) {
        return product(project).dialect();
    }

    public Map<String, String> processEnvironment() {
        return processEnvironment;
    }

    /** @throws SlipwayException {@code database-unreachable}, {@code database-login-refused}, {@code secret-unavailable} */
    public Target open(Project project, Environment environment) {
        DatabaseProduct product = product(project);
        if (!product.understands(environment.url())) {
            throw SlipwayException.of(
                            ErrorCode.PROJECT_FILE_INVALID,
                            "The url of '" + environment.name() + "' is not one of " + project.database() + ".",
                            "")
                    .at(Location.of(ProjectFile.NAME));
        }
        return product.connect(
                product.within(
                        project.root(),
                        secrets.map(named -> project.address(environment, processEnvironment, named))
                                .orElseGet(() -> project.address(environment, processEnvironment))),
                project.name());
    }
}
