package io.slipway.server.rollout;

import org.jdbi.v3.core.Handle;

/** Where a team's cases go. At the switch they begin to go the way that the rollout file says; back, they end to. */
@FunctionalInterface
public interface SupportRoutes {

    /** In the transaction of the switch. */
    void set(Handle handle, ServedRollout rollout, boolean live);
}
