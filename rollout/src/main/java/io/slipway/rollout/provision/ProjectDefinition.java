package io.slipway.rollout.provision;

import io.slipway.release.project.SecretReference;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.util.stream.Collectors;

/** The {@code slipway.yaml} of a team, as the repository and the console get it. */
final class ProjectDefinition {
    /** Folder of the repository with the public keys whose signatures count. */
    static final String TRUSTED = "slipway-keys";

    private ProjectDefinition() {}

    static String of(String team, String project, Provision provision) {
        StringBuilder text = new StringBuilder("project: " + project + "\ndatabase: " + provision.database()
                + "\nscripts: sql\n" + "reference: embedded\n");
        if (!provision.environments().isEmpty()) {
            text.append("environments:\n");
            provision.environments().forEach(wish -> text.append(environment(wish)));
            text.append("pipelines:\n  main: [")
                    .append(provision.environments().stream()
                            .map(DatabaseWish::environment)
                            .collect(Collectors.joining(", ")))
                    .append("]\n");
        }
        text.append("rollback: none\nsigning:\n  key: ")
                .append(quoted(written(provision.signingKey())))
                .append("\n  trusted: " + TRUSTED + "\n");
        return ManagedText.of("#", team, text.toString());
    }

    private static String environment(DatabaseWish wish) {
        return "  " + wish.environment() + ": { url: " + quoted(wish.url()) + ", user: " + wish.deploy()
                + ", password: " + quoted(written(wish.deployPassword()))
                + wish.schema().map(schema -> ", schema: " + schema).orElse("")
                + (wish.isProtected() ? ", protected: true" : "") + " }\n";
    }

    /** As a file writes it; a reference's own text hides its command. */
    private static String written(SecretReference reference) {
        return "${" + reference.source().name().toLowerCase(java.util.Locale.ROOT) + ":" + reference.argument() + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
