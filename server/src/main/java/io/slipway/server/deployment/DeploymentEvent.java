package io.slipway.server.deployment;

import java.time.Instant;

/**
 * One thing told while a deployment is under way.
 *
 * @param sequence from 1, rising
 * @param kind {@code state}, {@code begin}, {@code step}, {@code note} or {@code error}
 * @param done how many steps of the current task are behind it
 * @param total how many it has; 0 outside of a task
 */
public record DeploymentEvent(long sequence, Instant at, String kind, String message, long done, long total) {}
