package io.slipway.release.deploy;

import java.util.Optional;

/**
 * On whose behalf a verb runs.
 *
 * @param who person and machine, such as {@code ann@build-7}
 * @param approvedBy who approved it, for a protected environment
 * @param reason why, for a protected environment and for a skipped gate
 */
public record Actor(String who, Optional<String> approvedBy, Optional<String> reason) {}
