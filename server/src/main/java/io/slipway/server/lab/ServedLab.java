package io.slipway.server.lab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A lab that somebody opened.
 *
 * @param tasks names of scenarios, in their order
 * @param of the training that it is part of; empty for one that stands alone
 */
public record ServedLab(
        long number,
        String title,
        List<String> tasks,
        Optional<OfSession> of,
        String openedBy,
        Instant openedAt,
        Optional<Instant> closedAt) {
    public ServedLab {
        tasks = List.copyOf(tasks);
    }

    /** @param session number of the session */
    public record OfSession(String team, long session) {}

    public boolean closed() {
        return closedAt.isPresent();
    }
}
