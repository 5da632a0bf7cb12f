package io.slipway.server.deployment;

import java.time.Duration;
import java.util.Optional;

/** Runs what the queue hands out. */
public interface QueuedRun {
    /**
     * @param id of a deployment
     * @param cause the trace of the request that queued it, as a {@code traceparent}; empty when there is none
     * @return when to ask again; empty when it is dealt with
     */
    Optional<Duration> run(String id, String cause);
}
