package io.slipway.rollout.support;

import java.util.Arrays;
import java.util.Optional;

/** Who helps: team leads first, then the customer's DevOps engineers and DBAs, then the vendor or platform team. */
public enum Tier {
    L1,
    L2,
    L3;

    public Optional<Tier> above() {
        return switch (this) {
            case L1 -> Optional.of(L2);
            case L2 -> Optional.of(L3);
            case L3 -> Optional.empty();
        };
    }

    public Optional<Tier> below() {
        return switch (this) {
            case L1 -> Optional.empty();
            case L2 -> Optional.of(L1);
            case L3 -> Optional.of(L2);
        };
    }

    public static Optional<Tier> of(String text) {
        return Arrays.stream(values()).filter(tier -> tier.name().equals(text)).findFirst();
    }
}
