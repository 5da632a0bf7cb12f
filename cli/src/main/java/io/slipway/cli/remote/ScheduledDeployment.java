package io.slipway.cli.remote;

import java.time.Instant;
import java.util.Optional;

/** A deployment on a server that was asked for and has not started, or only just. */
public record ScheduledDeployment(
        long number, String environment, String version, String state, Instant notBefore, Optional<Start> start) {

    /**
     * When it can start as windows and freezes are now.
     *
     * @param local by the environment's clock; empty when no time is in sight
     */
    public record Start(Optional<String> local, String zone, String why) {}
}
