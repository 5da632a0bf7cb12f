package io.slipway.server.sprint;

import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.calendar.SprintSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A team's sprints as they are known here.
 *
 * @param lastRead when they were last read well from where they are kept; empty for those of the file
 * @param problem why the last reading failed; empty when it did not
 */
public record KnownSprints(SprintCalendar calendar, Optional<Instant> lastRead, String problem) {
    private static final Duration FRESH = Duration.ofDays(1);

    public boolean elsewhere() {
        return !(calendar.source() instanceof SprintSource.InFile);
    }

    /** Whether they may have changed without anybody here knowing. */
    public boolean stale(Instant now) {
        return elsewhere() && lastRead.map(at -> at.plus(FRESH).isBefore(now)).orElse(true);
    }
}
