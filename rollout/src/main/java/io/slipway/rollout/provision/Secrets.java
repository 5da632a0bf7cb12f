package io.slipway.rollout.provision;

import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Secret;

/** Fetches what a reference stands for, when a step needs it and not before. */
@FunctionalInterface
public interface Secrets {

    /** @throws io.slipway.release.error.SlipwayException {@code secret-unavailable} */
    Secret of(SecretReference reference);
}
