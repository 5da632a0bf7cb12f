package io.slipway.server.deployment;

import io.slipway.release.plan.Selection;
import io.slipway.release.project.Environment;
import io.slipway.release.rollback.RollbackScope;
import java.util.List;
import java.util.Optional;

/**
 * Which changes a deployment or a rollback is about.
 *
 * @param labels expression that the changes to deploy must satisfy
 * @param contexts that hold; empty for the environment's
 * @param rollback what to roll back; empty for a deployment
 * @param unproved run rollbacks as well that were not proved
 */
public record Choice(
        Optional<String> labels, List<String> contexts, Optional<RollbackScope> rollback, boolean unproved) {
    public static final Choice ALL = new Choice(Optional.empty(), List.of(), Optional.empty(), false);

    public static Choice deploy(Optional<String> labels, List<String> contexts) {
        return new Choice(labels.filter(l -> !l.isBlank()), contexts, Optional.empty(), false);
    }

    public static Choice rollBack(RollbackScope scope, boolean unproved) {
        return new Choice(Optional.empty(), List.of(), Optional.of(scope), unproved);
    }

    Selection selection(Environment environment) {
        return Selection.of(labels, contexts.isEmpty() ? environment.contexts() : contexts);
    }

    /** As stored: {@code deploy} or {@code rollback}. */
    String verb() {
        return rollback.isPresent() ? ServedDeployment.ROLLBACK : ServedDeployment.DEPLOY;
    }
}
