package io.slipway.rollout.cleanup;

import java.util.List;
import java.util.Optional;

/**
 * What a clean-up keeps to.
 *
 * @param production environments that no rehearsal goes to and no clean-up touches; empty for the last of each pipeline
 * @param reference the environment that the reference databases follow; empty for production
 */
public record CleanupRules(List<String> production, Optional<String> reference) {
    public static final CleanupRules STANDARD = new CleanupRules(List.of(), Optional.empty());

    public CleanupRules {
        production = List.copyOf(production);
    }
}
