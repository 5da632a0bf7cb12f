package io.slipway.server.rollout;

import java.time.LocalDate;
import java.util.Optional;

/** Knows the day on which a team goes live, as far as everybody has agreed to it. */
@FunctionalInterface
public interface AgreedDate {

    /** Empty while nobody proposed one, somebody still has to say yes, or it was moved and is voted on anew. */
    Optional<LocalDate> of(ServedRollout rollout);
}
