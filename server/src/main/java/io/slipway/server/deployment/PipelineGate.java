package io.slipway.server.deployment;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.server.project.ServedProject;

/** Knows whether a project's deployments may go down its pipeline at all. */
public interface PipelineGate {

    /** @throws SlipwayException {@code not-live} */
    void require(ServedProject project, Environment environment);

    /**
     * The last word, of the database that was reached, with its lock held and before anything is written.
     *
     * @throws SlipwayException {@code not-live}
     */
    void require(ServedProject project, Environment environment, Target reached);
}
