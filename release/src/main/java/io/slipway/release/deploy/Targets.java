package io.slipway.release.deploy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.project.Environment;
import io.slipway.release.project.NamedSecrets;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.project.SecretReference;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens sessions on a project's environments. */
public final class Targets {
    private final List<DatabaseProduct> products;
    private final Map<String, String> processEnvironment;
    private final Optional<NamedSecrets> secrets;
    private final Elsewhere elsewhere;
    private final Optional<Map<SecretReference, Secret>> kept;

    /** Knows what targets are like that this process does not reach itself. */
    @FunctionalInterface
    public interface Elsewhere {
        /** @return a session that only reads; empty for an environment that this process reaches itself */
        Optional<Target> look(Project project, Environment environment);
    }

    /** @param processEnvironment environment variables, for secrets */
    public Targets(List<DatabaseProduct> products, Map<String, String> processEnvironment) {
        this(products, processEnvironment, Optional.empty());
    }

    /** @param secrets who keeps secrets by name, if somebody does */
    public Targets(
            List<DatabaseProduct> products, Map<String, String> processEnvironment, Optional<NamedSecrets> secrets) {
        this(products, processEnvironment, secrets, (project, environment) -> Optional.empty(), Optional.empty());
    }

    private Targets(
            List<DatabaseProduct> products,
            Map<String, String> processEnvironment,
            Optional<NamedSecrets> secrets,
            Elsewhere elsewhere,
            Optional<Map<SecretReference, Secret>> kept) {
        this.products = List.copyOf(products);
        this.processEnvironment = Map.copyOf(processEnvironment);
        this.secrets = secrets;
        this.elsewhere = elsewhere;
        this.kept = kept;
    }

    /** The same, and some are elsewhere. */
    public Targets but(Elsewhere reached) {
        return new Targets(products, processEnvironment, secrets, reached, kept);
    }

    /** The same for one command on one project: each secret is fetched once, on however many databases. */
    public Targets fetchingOnce() {
        return new Targets(products, processEnvironment, secrets, elsewhere, Optional.of(new ConcurrentHashMap<>()));
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
                            "The url of '" + environment.shown() + "' is not one of " + project.database() + ".",
                            "")
                    .at(Location.of(ProjectFile.NAME));
        }
        return elsewhere
                .look(project, environment)
                .orElseGet(() ->
                        product.connect(product.within(project.root(), address(project, environment)), project.name()));
    }

    private Address address(Project project, Environment environment) {
        return project.address(
                environment,
                reference -> kept.isPresent()
                        ? kept.get().computeIfAbsent(reference, each -> fetched(project, each))
                        : fetched(project, reference));
    }

    private Secret fetched(Project project, SecretReference reference) {
        return secrets.map(named ->
                        reference.resolve(project.root(), processEnvironment, name -> named.find(project.name(), name)))
                .orElseGet(() -> reference.resolve(project.root(), processEnvironment));
    }
}
