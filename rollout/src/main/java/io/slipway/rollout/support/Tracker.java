package io.slipway.rollout.support;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A tracker of the organisation in which cases are kept as well, once a tier has them.
 *
 * @param name what the file calls it
 * @param place project key for Jira, assignment group for ServiceNow (may be empty there)
 * @param kindOfIssue the issue type in Jira; empty for ServiceNow
 * @param user who signs in
 * @param secret reference to that user's token or password, such as {@code ${secret:JIRA_TOKEN}}
 * @param from the lowest tier whose cases go there
 * @param hook reference to the secret by which the tracker's own messages are known; empty when none are taken
 */
public record Tracker(
        String name,
        Kind kind,
        URI url,
        String place,
        String kindOfIssue,
        String user,
        String secret,
        Tier from,
        Optional<String> hook) {

    public enum Kind {
        JIRA("Jira"),
        SERVICENOW("ServiceNow");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
