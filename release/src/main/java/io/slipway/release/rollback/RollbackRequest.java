package io.slipway.release.rollback;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Attempt;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import java.time.Duration;

/**
 * @param artifact the one the environment is at: its rollbacks are the ones that were proved
 * @param unproved run rollbacks as well that were not proved
 * @param attempt which rollback it is a try at
 */
public record RollbackRequest(
        Project project,
        Environment environment,
        Artifact artifact,
        RollbackScope scope,
        boolean unproved,
        Actor actor,
        Duration patience,
        Attempt attempt) {

    /** The only try. */
    public RollbackRequest(
            Project project,
            Environment environment,
            Artifact artifact,
            RollbackScope scope,
            boolean unproved,
            Actor actor,
            Duration patience) {
        this(project, environment, artifact, scope, unproved, actor, patience, Attempt.only());
    }
}
