package io.slipway.server.rollout;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** Knows whose go-live may be near, without reading what happened to each date: for whoever looks again and again. */
public interface NearDates {

    /** Teams for which a day from the first to the last stands, agreed or not. */
    Set<String> between(LocalDate first, LocalDate last);

    /** The day that was proposed and to which not everybody has said yes. */
    Optional<LocalDate> open(ServedRollout rollout);
}
