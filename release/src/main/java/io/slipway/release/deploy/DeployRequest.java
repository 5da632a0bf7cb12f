package io.slipway.release.deploy;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.plan.Selection;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import java.time.Duration;

/**
 * @param skipGate deploy although the environment before it does not have the artifact; needs a reason
 * @param patience how long to wait for another deployment to finish
 * @param attempt which deployment it is a try at
 */
public record DeployRequest(
        Project project,
        Environment environment,
        Artifact artifact,
        Selection selection,
        Actor actor,
        boolean skipGate,
        Duration patience,
        Attempt attempt) {

    /** The only try. */
    public DeployRequest(
            Project project,
            Environment environment,
            Artifact artifact,
            Selection selection,
            Actor actor,
            boolean skipGate,
            Duration patience) {
        this(project, environment, artifact, selection, actor, skipGate, patience, Attempt.only());
    }

    /** The same for another environment, or for one of its databases. */
    public DeployRequest at(Environment other) {
        return new DeployRequest(project, other, artifact, selection, actor, skipGate, patience, attempt);
    }
}
