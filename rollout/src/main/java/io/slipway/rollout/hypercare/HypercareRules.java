package io.slipway.rollout.hypercare;

import java.time.Duration;
import java.util.List;

/**
 * What ends hypercare.
 *
 * @param sprints how many whole sprints on end must keep to the figures
 * @param failures how many of a hundred deployments may fail at most
 * @param cases how many support cases a sprint may have at most
 * @param recovery how long it may take at most until what failed runs
 * @param votes accounts of those who must say yes besides
 */
public record HypercareRules(int sprints, int failures, int cases, Duration recovery, List<String> votes) {
    public static final HypercareRules STANDARD = new HypercareRules(2, 10, 5, Duration.ofHours(8), List.of());

    public HypercareRules {
        votes = List.copyOf(votes);
    }
}
