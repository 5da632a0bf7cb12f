package io.slipway.rollout.readiness;

import java.time.Instant;
import java.util.Optional;

/**
 * A gate that is let pass for a while without evidence.
 *
 * @param givenBy the second person; empty while nobody agreed
 */
public record Waiver(String askedBy, String reason, Instant until, Optional<String> givenBy) {

    boolean counts(Instant now) {
        return givenBy.isPresent() && now.isBefore(until);
    }
}
