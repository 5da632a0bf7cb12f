package io.slipway.server.support;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.Tier;
import java.time.Instant;
import java.util.Optional;

/**
 * A case in a list.
 *
 * @param dueAt when its next deadline ends; empty while it waits for its reporter, and when it is over
 * @param place where it stands in the order of lists, for the next page
 */
public record CaseLine(
        long number,
        String team,
        String project,
        String title,
        Case.Source source,
        Case.Phase phase,
        Tier tier,
        String reporter,
        Optional<String> assignee,
        boolean acknowledged,
        String cause,
        Instant openedAt,
        Optional<Instant> dueAt,
        long place) {

    public boolean late(Instant now) {
        return dueAt.filter(due -> !due.isAfter(now)).isPresent();
    }
}
