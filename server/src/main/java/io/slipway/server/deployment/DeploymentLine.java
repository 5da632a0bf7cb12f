package io.slipway.server.deployment;

import java.time.Instant;

/** A deployment as lists show it: without what it would do and did, which may be long. */
public record DeploymentLine(
        String id,
        long number,
        String project,
        String environment,
        String version,
        DeploymentState state,
        boolean emergency,
        String requestedBy,
        Instant requestedAt) {}
