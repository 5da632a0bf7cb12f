package io.slipway.rollout.support;

import java.util.Comparator;
import java.util.List;

/** What the second and third tier talk about when they meet: the cases that they have and that are not over. */
public final class Agenda {
    private Agenda() {}

    /** The third tier's first, then the second's; in each those whose time ends first. */
    public static List<Case> of(List<Case> cases) {
        return cases.stream()
                .filter(one -> !one.phase().over() && one.tier() != Tier.L1)
                .sorted(Comparator.comparing(Case::tier)
                        .reversed()
                        .thenComparing(one -> one.resolveBy().orElse(java.time.Instant.MAX))
                        .thenComparing(Case::number))
                .toList();
    }
}
