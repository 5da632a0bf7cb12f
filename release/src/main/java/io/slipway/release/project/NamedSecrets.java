package io.slipway.release.project;

import io.slipway.release.target.Secret;
import java.util.Optional;

/** Somebody who keeps secrets by name, each for one project: what {@code ${secret:NAME}} asks. */
@FunctionalInterface
public interface NamedSecrets {

    /** @return empty when the project has none of that name */
    Optional<Secret> find(String project, String name);
}
