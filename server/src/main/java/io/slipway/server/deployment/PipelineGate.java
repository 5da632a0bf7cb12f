package io.slipway.server.deployment;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.server.project.ServedProject;

/** Knows whether a project's deployments may go down its pipeline at all. */
@FunctionalInterface
public interface PipelineGate {

    /** @throws SlipwayException {@code not-live} */
    void require(ServedProject project, Environment environment);
}
