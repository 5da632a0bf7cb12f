package io.slipway.rollout.agreement;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The date that stands.
 *
 * @param round sequence of the first date since none stood: the invitation's identity, which moves keep
 */
public record Proposal(int round, int sequence, LocalDate date, String by, Instant at) {

    /** Whether something names exactly this date, under exactly this sequence. */
    public boolean is(int otherSequence, LocalDate otherDate) {
        return sequence == otherSequence && date.equals(otherDate);
    }
}
