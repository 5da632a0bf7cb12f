package io.slipway.server.notification;

/**
 * The deployment that a notification tells of.
 *
 * @param number 0 for a test, which is about none
 * @param verb {@code deploy} or {@code rollback}
 */
public record About(String project, String environment, long number, String verb, String version, String requestedBy) {}
