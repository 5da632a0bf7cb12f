package io.slipway.server.deployment;

/** Runs what the queue hands out. */
public interface QueuedRun {
    /**
     * @param id of a deployment
     * @param cause the trace of the request that queued it, as a {@code traceparent}; empty when there is none
     * @return whether it was dealt with; false when it must be tried again later
     */
    boolean run(String id, String cause);
}
