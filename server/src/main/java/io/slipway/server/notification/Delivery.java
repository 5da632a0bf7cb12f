package io.slipway.server.notification;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A notice on its way to one receiver.
 *
 * @param subscription empty for a person's own mail
 * @param address as people may see it
 * @param attempts how often it was tried, since it was last asked for
 * @param nextAt when it is tried next, while it waits
 * @param result what the last try ended with; empty before
 */
public record Delivery(
        String id,
        String notice,
        Topic topic,
        long number,
        String project,
        String subscription,
        Channel channel,
        String address,
        State state,
        int attempts,
        Instant nextAt,
        String result,
        Instant madeAt,
        Optional<Instant> endedAt) {

    public enum State {
        WAITING,
        SENT,
        /** Given up; a person may have it sent again. */
        DEAD;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
