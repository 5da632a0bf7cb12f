package io.slipway.server.project;

import io.slipway.release.project.Project;
import java.time.Instant;

/**
 * A project as the server knows it.
 *
 * @param definition its {@code slipway.yaml}, as it was handed in
 * @param trustedKeys public keys in PEM form, one after the other; empty when none
 * @param revision rises with each change of the definition or the keys
 */
public record ServedProject(
        Project project,
        String title,
        String definition,
        String trustedKeys,
        long revision,
        String changedBy,
        Instant changedAt) {
    public String name() {
        return project.name();
    }
}
