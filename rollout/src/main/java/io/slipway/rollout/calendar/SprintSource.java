package io.slipway.rollout.calendar;

import io.slipway.release.project.SecretReference;
import java.net.URI;

/** Where a team's sprints are kept. */
public sealed interface SprintSource {
    /** In the rollout file itself. */
    record InFile() implements SprintSource {}

    /** A calendar that is published under a URL as iCalendar; each of its whole-day entries is a sprint. */
    record Feed(URI url) implements SprintSource {}

    /**
     * A board of Jira Software.
     *
     * @param url of the Jira site
     * @param token reference to a personal access token
     */
    record Jira(URI url, long board, SecretReference token) implements SprintSource {}
}
