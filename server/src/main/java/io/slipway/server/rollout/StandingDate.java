package io.slipway.server.rollout;

import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Knows the go-live date of a team that was proposed and not withdrawn, whoever has said yes to it. */
@FunctionalInterface
public interface StandingDate {

    /** In a transaction that is under way. */
    Optional<LocalDate> of(Handle handle, ServedRollout rollout);
}
