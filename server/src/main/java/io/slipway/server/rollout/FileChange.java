package io.slipway.server.rollout;

import org.jdbi.v3.core.Handle;

/** Wants to know when another rollout file came in place of one. */
@FunctionalInterface
public interface FileChange {

    /** In the transaction in which it is taken in. */
    void changed(Handle handle, ServedRollout before, ServedRollout now, String actor);
}
