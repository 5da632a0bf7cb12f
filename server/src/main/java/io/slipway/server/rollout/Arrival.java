package io.slipway.server.rollout;

import org.jdbi.v3.core.Handle;

/** Wants to know when a project's rollout file came for the first time. */
@FunctionalInterface
public interface Arrival {

    /** In the transaction in which it is taken in. */
    void came(Handle handle, ServedRollout rollout, String actor);
}
