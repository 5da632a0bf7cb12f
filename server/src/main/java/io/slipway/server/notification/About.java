package io.slipway.server.notification;

/**
 * The deployment or the case that a notification tells of.
 *
 * @param environment empty for a case
 * @param number 0 for a test, which is about none
 * @param verb {@code deploy} or {@code rollback}, or {@link #CASE}
 * @param version of the artifact; for a case the tier that has it
 */
public record About(String project, String environment, long number, String verb, String version, String requestedBy) {
    public static final String CASE = "case";

    public boolean ofCase() {
        return verb.equals(CASE);
    }
}
