package io.slipway.server.rollout;

import org.jdbi.v3.core.Handle;

/**
 * Knows whether people were asked to say yes to a go-live date of a team. One that was withdrawn counts: else whoever
 * withdraws it could change what the next one is about.
 */
@FunctionalInterface
public interface DateAsked {

    /** In a transaction that is under way. */
    boolean of(Handle handle, ServedRollout rollout);
}
