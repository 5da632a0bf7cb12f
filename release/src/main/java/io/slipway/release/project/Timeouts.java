package io.slipway.release.project;

import java.time.Duration;
import java.util.Optional;

/**
 * How long statements may wait and run in an environment.
 *
 * @param lock how long one waits for a lock that somebody else holds: whoever comes later waits behind it for as long;
 *     empty for as long as it takes
 * @param patience how long to go on trying after that
 * @param statement how long one may run, unless its script's header says otherwise; empty for as long as it takes
 */
public record Timeouts(Optional<Duration> lock, Duration patience, Optional<Duration> statement) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Where nobody else is kept from working. */
    public static final Timeouts NONE = new Timeouts(Optional.empty(), PATIENCE, Optional.empty());

    /** What a protected environment has unless its definition says otherwise. */
    public static final Timeouts PROTECTED =
            new Timeouts(Optional.of(Duration.ofSeconds(3)), PATIENCE, Optional.of(Duration.ofHours(4)));

    /** What an environment has of which nothing else is said. */
    public static Timeouts of(boolean isProtected) {
        return isProtected ? PROTECTED : NONE;
    }
}
