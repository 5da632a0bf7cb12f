package io.slipway.release.project;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.rules.RuleSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A project as its {@code slipway.yaml} describes it.
 *
 * @param root folder of the file
 * @param database product, such as {@code postgresql}
 * @param scripts folder of the scripts, absolute
 * @param artifacts folder that artifacts are written to, absolute
 * @param reference server for reference databases; empty means embedded
 * @param environments by name, in the file's order
 * @param pipelines name → environments in order
 * @param rollback what packaging requires of new changes' rollbacks
 * @param driftExceptions drift that is known and allowed for a while
 * @param rules how much each rule matters
 */
public record Project(
        String name,
        Path root,
        String database,
        Path scripts,
        Path artifacts,
        Optional<Environment> reference,
        Map<String, String> referenceParameters,
        Map<String, Environment> environments,
        Map<String, List<String>> pipelines,
        RollbackPolicy rollback,
        List<DriftException> driftExceptions,
        Signing signing,
        RuleSettings rules) {

    /** @param key private key; {@code trusted} is a file or folder of public keys, absolute */
    public record Signing(Optional<SecretReference> key, Path trusted) {}

    public enum RollbackPolicy {
        /** Nothing is required; what was found is reported. */
        NONE,
        /** Every new run-once change must come with a rollback. */
        PRESENT,
        /** … and the proof must have shown that it restores the catalogue. */
        PROVED
    }

    /** @param named such as {@code prod}, or {@code prod/acme} for one database of many */
    public Environment environment(String named) {
        int at = named.indexOf(Environment.AT);
        return at < 0 ? known(named) : known(named.substring(0, at)).at(named.substring(at + 1));
    }

    /**
     * The same, for what can be done to one database only.
     *
     * @throws SlipwayException {@code database-not-named} when it has many and none of them is named
     */
    public Environment oneDatabase(String named) {
        Environment environment = environment(named);
        environment.checkOne();
        return environment;
    }

    private Environment known(String name) {
        Environment environment = environments.get(name);
        if (environment == null) {
            throw SlipwayException.of(
                    ErrorCode.ENVIRONMENT_UNKNOWN,
                    "There is no environment '" + name + "' in slipway.yaml.",
                    "Known are: " + String.join(", ", environments.keySet()) + ".");
        }
        return environment;
    }

    public List<String> pipeline(String name) {
        List<String> pipeline = pipelines.get(name);
        if (pipeline == null) {
            throw SlipwayException.of(
                    ErrorCode.PIPELINE_UNKNOWN,
                    "There is no pipeline '" + name + "' in slipway.yaml.",
                    "Known are: " + String.join(", ", pipelines.keySet()) + ".");
        }
        return pipeline;
    }

    /**
     * Where an environment's database is, its password fetched.
     *
     * @throws SlipwayException {@code database-not-named}, {@code secret-unavailable}
     */
    public Address address(Environment environment, Map<String, String> processEnvironment) {
        return address(environment, reference -> reference.resolve(root, processEnvironment));
    }

    /** The same, where somebody keeps secrets by name. */
    public Address address(Environment environment, Map<String, String> processEnvironment, NamedSecrets secrets) {
        return address(
                environment,
                reference -> reference.resolve(root, processEnvironment, secret -> secrets.find(name, secret)));
    }

    /** The same, where somebody else fetches the password. */
    public Address address(Environment environment, Function<SecretReference, Secret> secrets) {
        environment.checkOne();
        Secret password = environment.password().map(secrets).orElse(Secret.NONE);
        return new Address(environment.url(), environment.user(), password, environment.schema());
    }

    /** The same project with its artifacts elsewhere. */
    public Project withArtifacts(Path folder) {
        return new Project(
                name,
                root,
                database,
                scripts,
                folder,
                reference,
                referenceParameters,
                environments,
                pipelines,
                rollback,
                driftExceptions,
                signing,
                rules);
    }

    /**
     * What a definition says of a project whose scripts and artifacts are not here: nothing is packaged or signed.
     *
     * @param trusted file or folder of public keys, absolute
     */
    public Project servedFrom(Path folder, Path trusted) {
        return new Project(
                name,
                folder,
                database,
                folder,
                folder,
                reference,
                referenceParameters,
                environments,
                pipelines,
                rollback,
                driftExceptions,
                new Signing(Optional.empty(), trusted),
                rules);
    }

    /** Folder for what Slipway keeps on this machine for this project; never committed. */
    public Path local() {
        return root.resolve(".slipway");
    }
}
