package io.slipway.store.schema;

import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.rules.RuleSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The project whose scripts are the schema of the server's own database, once per database product. */
final class SchemaProject {
    static final String NAME = "slipway-server";
    static final String ENVIRONMENT = "server";
    static final String PIPELINE = "main";
    static final List<String> DATABASES = List.of("sqlite", "postgresql");

    private SchemaProject() {}

    /**
     * @param root folder for what packaging keeps
     * @param environments none while packaging
     */
    static Project of(String database, Path root, Path scripts, Path artifacts, Map<String, Environment> environments) {
        return new Project(
                NAME,
                root,
                database,
                scripts,
                artifacts,
                Optional.empty(),
                Map.of(),
                environments,
                Map.of(PIPELINE, List.copyOf(environments.keySet())),
                Project.RollbackPolicy.PROVED,
                List.of(),
                new Project.Signing(Optional.empty(), root.resolve("no-keys")),
                RuleSettings.USUAL);
    }

    /** File name of the artifact for a database product. */
    static String artifact(String database) {
        return NAME + "-" + database + ".zip";
    }
}
