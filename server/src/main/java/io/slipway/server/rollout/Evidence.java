package io.slipway.server.rollout;

import io.slipway.rollout.readiness.Standard;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What was seen of the gates, for whoever changes what it is about. */
@FunctionalInterface
public interface Evidence {

    /**
     * What was seen of these gates counts no more: they are not known until somebody looks again.
     *
     * @param why what changed, in words
     */
    void outdated(Handle handle, ServedRollout rollout, String actor, Set<Standard> gates, String why);
}
