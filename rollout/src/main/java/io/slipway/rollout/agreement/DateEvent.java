package io.slipway.rollout.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Something that happened on the way to a date that everybody agreed to. */
public sealed interface DateEvent {
    /** Account of who did it. */
    String by();

    Instant at();

    /**
     * A date was proposed, or the proposed one was moved.
     *
     * @param sequence iCalendar's SEQUENCE; rises with each date of a rollout, never falls and never repeats
     */
    record Proposed(int sequence, LocalDate date, String by, Instant at) implements DateEvent {}

    /**
     * Somebody said yes or no, to that date under that sequence and to no other.
     *
     * @param instead the date that somebody who said no would rather have
     */
    record Voted(
            int sequence,
            LocalDate date,
            boolean yes,
            String reason,
            Optional<LocalDate> instead,
            String by,
            Instant at)
            implements DateEvent {}

    /**
     * A mail said so. Its sender may be forged: it is no vote until its person confirms it, signed in.
     *
     * @param instead the date that a mail that said no named
     */
    record Replied(int sequence, boolean yes, Optional<LocalDate> instead, String by, Instant at)
            implements DateEvent {}

    record Withdrawn(int sequence, String reason, String by, Instant at) implements DateEvent {}
}
