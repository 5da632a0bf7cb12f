package io.slipway.server.notification;

import java.time.Instant;

/**
 * Something that happened, as it lies in the outbox.
 *
 * @param id the same in every delivery of it, however often one is tried
 * @param actor who did it; {@code slipway} for what the server did by itself
 * @param reason what that person said; may be empty
 * @param onlyTo the subscription that a test is for; empty for all that match
 */
public record Notice(String id, Topic topic, About about, String actor, String reason, String onlyTo, Instant at) {

    /** Names and the number, nothing that a database said: messages leave the house. */
    String sentence() {
        if (topic == Topic.TEST) {
            return "A test from Slipway for " + about.project() + ": if you read this, notifications arrive.";
        }
        if (about.ofCase()) {
            return "Case #" + about.number() + " of " + about.project() + " " + topic.words() + ": " + about.version();
        }
        if (topic.ofRollout()) {
            return "The rollout of " + about.project() + " " + topic.words();
        }
        return (about.verb().equals("rollback") ? "The rollback of " : "") + about.project() + " " + about.version()
                + (about.verb().equals("rollback") ? " in " : " to ") + about.environment() + " " + topic.words()
                + " (#" + about.number() + ")";
    }
}
