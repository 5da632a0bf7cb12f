package io.slipway.server.support;

import io.slipway.server.rollout.ServedRollout;
import java.time.LocalDate;
import java.util.Optional;

/** Knows when a team goes live, or went: support meetings begin on that day. */
@FunctionalInterface
public interface GoLiveDates {

    /** Empty while no date is agreed. */
    Optional<LocalDate> of(ServedRollout rollout);
}
