package io.slipway.rollout.support;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A team's support as its rollout file has it.
 *
 * @param tiers all three
 * @param trackers where cases are kept as well
 */
public record Support(Map<Tier, SupportTier> tiers, Optional<MeetingPlan> meetings, List<Tracker> trackers) {
    public Support {
        tiers = Map.copyOf(tiers);
        trackers = List.copyOf(trackers);
        if (!tiers.keySet().equals(EnumSet.allOf(Tier.class))) {
            throw new IllegalArgumentException("a tier is missing");
        }
    }

    public SupportTier tier(Tier tier) {
        return Objects.requireNonNull(tiers.get(tier));
    }

    /** The tiers that somebody is a member of. */
    public Set<Tier> of(String person) {
        return Arrays.stream(Tier.values())
                .filter(tier -> tier(tier).includes(person))
                .collect(Collectors.toSet());
    }
}
