package io.slipway.release.deploy;

import io.slipway.release.project.Project;

/**
 * What deployments of one artifact to the databases of one environment have in common, found out once.
 *
 * @param gatekeeper what the environment before says
 * @param scripts what small scripts hold
 */
record InCommon(Gatekeeper gatekeeper, SmallScripts scripts) {

    static InCommon of(Targets targets, Project project) {
        return new InCommon(new Gatekeeper(targets), new SmallScripts(targets.dialect(project)));
    }
}
