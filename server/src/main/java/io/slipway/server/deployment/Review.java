package io.slipway.server.deployment;

import java.time.Instant;
import java.util.Optional;

/**
 * What another person said afterwards to a deployment that ran before anybody approved.
 *
 * @param closedBy who looked at it; empty while the review is open
 * @param justified whether it was right not to wait
 */
public record Review(
        Instant openedAt,
        Optional<String> closedBy,
        Optional<Instant> closedAt,
        Optional<Boolean> justified,
        String comment) {
    public boolean open() {
        return closedBy.isEmpty();
    }
}
