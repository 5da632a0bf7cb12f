package io.slipway.rollout.cleanup;

import java.util.List;
import java.util.Optional;

/**
 * What a clean-up keeps to.
 *
 * @param production environments that no rehearsal goes to and no clean-up touches; empty for the last of each pipeline
 * @param reference the environment that reference databases must follow; empty for the first of production
 */
public record CleanupRules(List<String> production, Optional<String> reference) {
    public CleanupRules {
        production = List.copyOf(production);
    }
}
