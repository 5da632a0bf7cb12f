package io.slipway.server.deployment;

import java.time.Instant;

/**
 * What somebody said to a deployment.
 *
 * @param approved false for a no
 * @param voided why it does not count any more; empty when it does
 */
public record Approval(String person, boolean approved, String reason, String binding, Instant at, String voided) {}
