package io.slipway.rollout.calendar;

import io.slipway.release.project.SecretReference;
import java.net.URI;
import java.util.Optional;

/** Where a team's sprints are kept. */
public sealed interface SprintSource {
    /** In the rollout file itself. */
    record InFile() implements SprintSource {}

    /** A calendar that is published under a URL as iCalendar; each of its whole-day entries is a sprint, also each time that one repeats. */
    record Feed(URI url) implements SprintSource {}

    /**
     * A board of Jira Software.
     *
     * @param url of the Jira site
     * @param user who signs in, in Jira Cloud: an account's address; empty in Jira Data Center, where the token says it
     * @param token reference to that user's API token, or to a personal access token
     */
    record Jira(URI url, long board, Optional<String> user, SecretReference token) implements SprintSource {}
}
