package io.slipway.server.dates;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a stakeholder says to a date.
 *
 * @param sequence and {@code date}: those that were seen; a vote on another than the one that stands is refused
 * @param instead which day they would rather have; only with a no
 */
public record Vote(int sequence, LocalDate date, boolean yes, String reason, Optional<LocalDate> instead) {}
