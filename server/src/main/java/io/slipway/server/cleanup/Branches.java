package io.slipway.server.cleanup;

import io.slipway.server.rollout.ServedRollout;

/** Knows the branches of a team's script repository. */
public interface Branches {
    boolean exists(ServedRollout rollout, String name);

    /** Nothing happens when it is gone already. */
    void remove(ServedRollout rollout, String name);
}
