package io.slipway.rollout.support;

import java.util.Arrays;
import java.util.Optional;

/** Who helps: team leads first, then the customer's DevOps engineers and DBAs, then the vendor or platform team. */
public enum Tier {
    L1,
    L2,
    L3;

    public Optional<Tier> above() {
        return Arrays.stream(values())
                .filter(tier -> tier.ordinal() == ordinal() + 1)
                .findFirst();
    }

    public Optional<Tier> below() {
        return Arrays.stream(values())
                .filter(tier -> tier.ordinal() == ordinal() - 1)
                .findFirst();
    }

    public static Optional<Tier> of(String text) {
        return Arrays.stream(values()).filter(tier -> tier.name().equals(text)).findFirst();
    }
}
